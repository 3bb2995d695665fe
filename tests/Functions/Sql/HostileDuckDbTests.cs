using System.Data.Common;
using DuckDB.NET.Data;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.DuckDb;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostileDuckDbTests(HostileDuckDbTests.Database target) : HostileStatements(target), IClassFixture<HostileDuckDbTests.Database>
{
    public sealed class Database : HostileFile
    {
        protected override IConnector Connect(LocalFiles files) => new DuckDbConnector(files, TimeProvider.System);

        protected override DbConnection Create(string path) => new DuckDBConnection($"Data Source={path}");
    }
}
