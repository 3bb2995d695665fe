namespace FunctionsPlatform.Demo;

// The same seed must give the same shop; nothing here is a secret.
#pragma warning disable CA5394

/// <summary>Makes the shop's rows from a fixed seed.</summary>
internal sealed class ShopGenerator(DateTime now)
{
    private const int Seed = 20_240_108;
    private const int CustomerCount = 1_200;
    private const int UserCount = 2_400;
    private const int OrderCount = 6_000;
    private const int LoginCount = 5_000;

    private readonly Random _random = new(Seed);

    /// <param name="now">Local time of the workspace that will ask; the newest row is just before it.</param>
    public static ShopData Generate(DateTime now) => new ShopGenerator(now).Generate();

    private ShopData Generate()
    {
        var countries = ShopWords.Countries.Select((country, index) => new Country(index + 1, country.Name, country.Region)).ToList();
        var customers = Enumerable.Range(1, CustomerCount).Select(NewCustomer).ToList();
        var users = SignUps().Select((createdAt, index) => NewUser(index + 1, createdAt)).ToList();
        var products = ShopWords.Products.Select((product, index) => new Product(index + 1, product.Name, product.Category, product.Price)).ToList();
        var (orders, items) = NewOrders(products);
        var logins = NewLogins(users);
        return new ShopData(countries, customers, users, products, orders, items, logins);
    }

    private Customer NewCustomer(int id)
    {
        var (name, email) = Person(id, "mail.example");
        return new Customer(id, name, email, CountryId(), Pick(ShopWords.Segments), Ago(730));
    }

    // Sorted, so that ids grow with time as in a real shop.
    private IEnumerable<DateTime> SignUps()
    {
        var monday = ShopData.Monday(now);
        var earlier = Enumerable.Range(0, UserCount - ShopData.UsersThisWeek).Select(_ => monday - TimeSpan.FromDays(Math.Pow(_random.NextDouble(), 1.5) * 730 + 0.001));
        var thisWeek = Enumerable.Range(0, ShopData.UsersThisWeek).Select(_ => monday + (now - monday) * _random.NextDouble());
        return earlier.Concat(thisWeek).Select(ToMilliseconds).Order();
    }

    private ShopUser NewUser(int id, DateTime createdAt)
    {
        var (name, email) = Person(id, "example.com");
        return new ShopUser(id, name, email, Pick(ShopWords.Plans), CountryId(), _random.Next(10) > 1, createdAt);
    }

    private (List<Order> Orders, List<OrderItem> Items) NewOrders(List<Product> products)
    {
        var orders = new List<Order>();
        var items = new List<OrderItem>();
        foreach (var createdAt in Enumerable.Range(0, OrderCount).Select(_ => Ago(540)).Order())
        {
            var first = items.Count;
            for (var line = _random.Next(1, 5); line > 0; line--)
            {
                var product = products[(int)(products.Count * Math.Pow(_random.NextDouble(), 1.6))];
                items.Add(new OrderItem(items.Count + 1, orders.Count + 1, product.Id, _random.Next(1, 4), product.Price));
            }

            var total = items.Skip(first).Sum(item => item.Quantity * item.UnitPrice);
            orders.Add(new Order(orders.Count + 1, _random.Next(1, CustomerCount + 1), Status(createdAt), total, createdAt));
        }

        return (orders, items);
    }

    private List<Login> NewLogins(List<ShopUser> users) =>
    [
        .. Enumerable.Range(0, LoginCount)
            .Select(_ => users[_random.Next(users.Count)])
            .Select(user => (user.Id, At: ToMilliseconds(user.CreatedAt + (now - user.CreatedAt) * Math.Sqrt(_random.NextDouble()))))
            .OrderBy(login => login.At)
            .Select((login, index) => new Login(index + 1, login.Id, new DateTimeOffset(login.At, TimeSpan.Zero), Pick(ShopWords.Devices))),
    ];

    private string Status(DateTime createdAt) =>
        _random.Next(20) == 0 ? "cancelled"
        : _random.Next(25) == 0 ? "refunded"
        : now - createdAt < TimeSpan.FromDays(2) ? "pending"
        : now - createdAt < TimeSpan.FromDays(6) ? "shipped"
        : "delivered";

    private (string Name, string Email) Person(int id, string domain)
    {
        var (first, last) = (Pick(ShopWords.FirstNames), Pick(ShopWords.LastNames));
        return ($"{first} {last}", $"{first}.{last}{id}@{domain}".ToLowerInvariant());
    }

    // Each country has about a fifth fewer people than the one before, so that the order of the first few is clear.
    private int CountryId() => 1 + Math.Min(ShopWords.Countries.Count - 1, (int)(Math.Log(1 - _random.NextDouble()) / Math.Log(0.78)));

    private DateTime Ago(int days) => ToMilliseconds(now - TimeSpan.FromDays(days * Math.Pow(_random.NextDouble(), 1.3)));

    private T Pick<T>(IReadOnlyList<T> words) => words[_random.Next(words.Count)];

    private static DateTime ToMilliseconds(DateTime time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMillisecond);
}
