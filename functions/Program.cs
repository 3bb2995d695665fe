Console.WriteLine("FunctionsPlatform");
