namespace FunctionsPlatform.Demo;

/// <summary>The words that the shop's rows are made of.</summary>
internal static class ShopWords
{
    public static readonly IReadOnlyList<(string Name, string Region)> Countries =
    [
        ("Germany", "Europe"), ("United States", "North America"), ("Spain", "Europe"), ("France", "Europe"), ("United Kingdom", "Europe"), ("Poland", "Europe"),
        ("Italy", "Europe"), ("Japan", "Asia"), ("Canada", "North America"), ("Brazil", "South America"), ("Netherlands", "Europe"), ("India", "Asia"),
        ("Switzerland", "Europe"), ("Sweden", "Europe"), ("Australia", "Oceania"), ("Mexico", "North America"), ("South Korea", "Asia"), ("Kenya", "Africa"),
        ("Argentina", "South America"), ("Portugal", "Europe"), ("Norway", "Europe"), ("South Africa", "Africa"), ("New Zealand", "Oceania"), ("Egypt", "Africa"),
    ];

    public static readonly IReadOnlyList<(string Name, string Category, decimal Price)> Products =
    [
        ("Espresso Machine", "Kitchen", 349.00m), ("Coffee Grinder", "Kitchen", 89.90m), ("Water Kettle", "Kitchen", 44.50m), ("Chef Knife", "Kitchen", 62.00m),
        ("Cutting Board", "Kitchen", 24.90m), ("Desk Lamp", "Office", 39.90m), ("Office Chair", "Office", 229.00m), ("Standing Desk", "Office", 489.00m),
        ("Notebook", "Office", 7.90m), ("Fountain Pen", "Office", 28.00m), ("Backpack", "Travel", 79.00m), ("Suitcase", "Travel", 159.00m),
        ("Travel Pillow", "Travel", 19.90m), ("Rain Jacket", "Clothing", 119.00m), ("Wool Sweater", "Clothing", 84.00m), ("Running Shoes", "Sports", 129.90m),
        ("Yoga Mat", "Sports", 34.90m), ("Dumbbell Set", "Sports", 74.00m), ("Tennis Racket", "Sports", 139.00m), ("Bicycle Helmet", "Sports", 59.90m),
        ("Headphones", "Electronics", 199.00m), ("Keyboard", "Electronics", 109.00m), ("Wireless Mouse", "Electronics", 49.90m), ("Monitor", "Electronics", 279.00m),
        ("Phone Charger", "Electronics", 18.90m), ("Smart Watch", "Electronics", 249.00m), ("Board Game", "Toys", 42.00m), ("Puzzle", "Toys", 15.90m),
        ("Building Blocks", "Toys", 54.90m), ("Garden Hose", "Garden", 36.00m), ("Flower Pot", "Garden", 12.50m), ("Lawn Mower", "Garden", 319.00m),
    ];

    public static readonly IReadOnlyList<string> Segments = ["consumer", "business", "enterprise"];

    public static readonly IReadOnlyList<string> Plans = ["free", "free", "free", "basic", "basic", "pro"];

    public static readonly IReadOnlyList<string> Devices = ["web", "web", "ios", "android"];

    public static readonly IReadOnlyList<string> FirstNames =
    [
        "Ada", "Alan", "Anna", "Ben", "Carla", "Chen", "Clara", "Daniel", "Diego", "Elena", "Emma", "Erik", "Fatima", "Felix", "Grace", "Hana", "Hugo", "Ines", "Ivan",
        "Jonas", "Julia", "Kofi", "Laura", "Leo", "Lin", "Lucia", "Marco", "Maria", "Mei", "Nina", "Noah", "Omar", "Paula", "Priya", "Rosa", "Sam", "Sofia", "Tom", "Yuki", "Zoe",
    ];

    public static readonly IReadOnlyList<string> LastNames =
    [
        "Adams", "Alvarez", "Baker", "Becker", "Bianchi", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Hansen", "Ito", "Jansen", "Khan", "Kim", "Kowalski", "Larsen",
        "Lopez", "Martin", "Meyer", "Moreau", "Mwangi", "Nakamura", "Novak", "Okafor", "Patel", "Rossi", "Sato", "Schmidt", "Silva", "Singh", "Smith", "Tanaka", "Weber", "Wong",
    ];
}
