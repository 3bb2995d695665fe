namespace FunctionsPlatform.Demo;

public sealed record Country(int Id, string Name, string Region);

public sealed record Customer(int Id, string Name, string Email, int CountryId, string Segment, DateTime CreatedAt);

public sealed record ShopUser(int Id, string Name, string Email, string Plan, int CountryId, bool IsActive, DateTime CreatedAt);

public sealed record Product(int Id, string Name, string Category, decimal Price);

public sealed record OrderItem(int Id, int OrderId, int ProductId, int Quantity, decimal UnitPrice);

public sealed record Order(int Id, int CustomerId, string Status, decimal TotalAmount, DateTime CreatedAt);

public sealed record Login(int Id, int UserId, DateTimeOffset LoginAt, string Device);

/// <summary>A small shop. The same day always gives the same shop; its dates end now.</summary>
public sealed record ShopData(
    IReadOnlyList<Country> Countries,
    IReadOnlyList<Customer> Customers,
    IReadOnlyList<ShopUser> Users,
    IReadOnlyList<Product> Products,
    IReadOnlyList<Order> Orders,
    IReadOnlyList<OrderItem> OrderItems,
    IReadOnlyList<Login> Logins)
{
    /// <summary>Users who signed up since Monday, whatever day it is.</summary>
    public const int UsersThisWeek = 142;

    /// <summary>Midnight of the Monday before a time.</summary>
    public static DateTime Monday(DateTime now) => now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7));
}
