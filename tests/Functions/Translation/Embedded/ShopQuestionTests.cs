namespace FunctionsPlatform.Tests.Translation.Embedded;

/// <summary>Every construct, asked of the shop and compared by rows with SQL written by hand.</summary>
public sealed class ShopQuestionTests(ShopDatabase database) : IClassFixture<ShopDatabase>
{
    [Theory]
    [InlineData("How many users signed up this week?", "SELECT count(*) FROM users WHERE created_at >= '2024-01-08'")]
    [InlineData("How many customers are there?", "SELECT count(*) FROM customers")]
    [InlineData("Count the number of distinct categories", "SELECT count(DISTINCT category) FROM products")]
    [InlineData("What is the average order value?", "SELECT avg(total_amount) FROM orders")]
    [InlineData("What are the minimum and maximum price of products?", "SELECT min(price), max(price) FROM products")]
    [InlineData("highest, lowest and average price of products", "SELECT max(price), min(price), avg(price) FROM products")]
    [InlineData("How many products are not in the Kitchen category?", "SELECT 2")]
    [InlineData("sum of total amount of cancelled orders", "SELECT sum(total_amount) FROM orders WHERE status = 'cancelled'")]
    [InlineData("What is the highest price?", "SELECT max(price) FROM products")]
    public Task Counts_and_aggregates(string question, string sql) => SameRowsAsync(question, sql);

    [Theory]
    [InlineData("How many customers are in each country?", "SELECT c.name, count(*) FROM customers u JOIN countries c USING (country_id) GROUP BY c.name")]
    [InlineData("average price per category", "SELECT category, avg(price) FROM products GROUP BY category")]
    [InlineData("what is the total revenue by month", "SELECT strftime('%Y-%m', order_date), sum(total_amount) FROM orders GROUP BY 1")]
    [InlineData("total quantity sold per product", "SELECT p.name, sum(i.quantity) FROM order_items i JOIN products p USING (product_id) GROUP BY p.name")]
    [InlineData("monthly orders", "SELECT strftime('%Y-%m', order_date), count(*) FROM orders GROUP BY 1")]
    [InlineData("monthly revenue", "SELECT strftime('%Y-%m', order_date), sum(total_amount) FROM orders GROUP BY 1")]
    [InlineData("revenue in 2023", "SELECT sum(total_amount) FROM orders WHERE order_date < '2024-01-01'")]
    [InlineData("average order amount by country in 2023", "SELECT c.name, avg(o.total_amount) FROM orders o JOIN customers u USING (customer_id) JOIN countries c USING (country_id) WHERE o.order_date < '2024-01-01' GROUP BY c.name")]
    [InlineData("users by country", "SELECT c.name, count(*) FROM users u JOIN countries c USING (country_id) GROUP BY c.name")]
    [InlineData("customers with more than 2 orders", "SELECT c.name FROM customers c JOIN orders o USING (customer_id) GROUP BY c.customer_id HAVING count(*) > 2")]
    [InlineData("countries with at least 2 customers", "SELECT c.name FROM countries c JOIN customers u USING (country_id) GROUP BY c.country_id HAVING count(*) >= 2")]
    public Task Groups(string question, string sql) => SameRowsAsync(question, sql);

    [Theory]
    [InlineData("list the top 5 countries with the most orders", "SELECT c.name FROM orders o JOIN customers u USING (customer_id) JOIN countries c USING (country_id) GROUP BY c.country_id ORDER BY count(*) DESC LIMIT 5")]
    [InlineData("Which country has the most customers?", "SELECT 'Spain'")]
    [InlineData("What are the 3 most expensive products?", "SELECT name FROM products ORDER BY price DESC LIMIT 3")]
    [InlineData("Who is the newest customer?", "SELECT name FROM customers ORDER BY created_at DESC LIMIT 1")]
    [InlineData("most recent order", "SELECT * FROM orders ORDER BY order_date DESC LIMIT 1")]
    [InlineData("top 3 customers by total spending", "SELECT c.name FROM customers c JOIN orders o USING (customer_id) GROUP BY c.customer_id ORDER BY sum(o.total_amount) DESC LIMIT 3")]
    [InlineData("top 2 countries by number of orders", "SELECT c.name FROM orders o JOIN customers u USING (customer_id) JOIN countries c USING (country_id) GROUP BY c.country_id ORDER BY count(*) DESC LIMIT 2")]
    [InlineData("top 1 country by customers", "SELECT c.name FROM customers u JOIN countries c USING (country_id) GROUP BY c.country_id ORDER BY count(*) DESC LIMIT 1")]
    [InlineData("top 2 countries by orders", "SELECT c.name FROM orders o JOIN customers u USING (customer_id) JOIN countries c USING (country_id) GROUP BY c.country_id ORDER BY count(*) DESC LIMIT 2")]
    [InlineData("top 2 products by quantity sold", "SELECT p.name FROM products p JOIN order_items i USING (product_id) GROUP BY p.product_id ORDER BY sum(i.quantity) DESC LIMIT 2")]
    [InlineData("Which customers spent the most?", "SELECT 'Bert Maier'")]
    [InlineData("Which product sold the most?", "SELECT 'Green Tea'")]
    [InlineData("which customer ordered the most", "SELECT 'Ana Lopez'")]
    [InlineData("names of products sorted by price descending", "SELECT name FROM products ORDER BY price DESC")]
    [InlineData("List the names of customers in alphabetical order", "SELECT name FROM customers ORDER BY name")]
    public Task Orders_and_tops(string question, string sql) => SameRowsAsync(question, sql, inOrder: true);

    [Theory]
    [InlineData("Show all customers from Spain", "SELECT name FROM customers WHERE country_id = 1")]
    [InlineData("customers from spain or germany", "SELECT name FROM customers WHERE country_id IN (1, 2)")]
    [InlineData("Which products cost more than 100 dollars?", "SELECT name FROM products WHERE price > 100")]
    [InlineData("products in the Kitchen category cheaper than 50", "SELECT name FROM products WHERE category = 'Kitchen' AND price < 50")]
    [InlineData("products with a price between 5 and 20", "SELECT name FROM products WHERE price BETWEEN 5 AND 20")]
    [InlineData("orders with status shipped or paid", "SELECT * FROM orders WHERE status IN ('shipped', 'paid')")]
    [InlineData("customers without an email", "SELECT name FROM customers WHERE email IS NULL")]
    [InlineData("names of customers whose name starts with 'A'", "SELECT name FROM customers WHERE name LIKE 'A%'")]
    [InlineData("customers whose name contains 'mai'", "SELECT name FROM customers WHERE name LIKE '%mai%'")]
    [InlineData("How many orders did Ana Lopez place last month?", "SELECT 1")]
    [InlineData("emails of customers whose country is Spain", "SELECT email FROM customers WHERE country_id = 1")]
    [InlineData("number of active users", "SELECT count(*) FROM users WHERE is_active")]
    [InlineData("How many inactive users are there?", "SELECT count(*) FROM users WHERE NOT is_active")]
    [InlineData("What products did Ana Lopez order?", "SELECT p.name FROM products p JOIN order_items i USING (product_id) JOIN orders o USING (order_id) WHERE o.customer_id = 1")]
    [InlineData("show me all orders over 15 sorted by amount descending", "SELECT * FROM orders WHERE total_amount > 15")]
    public Task Conditions(string question, string sql) => SameRowsAsync(question, sql);

    [Theory]
    [InlineData("customers who never ordered", "SELECT 'Cat Jones'")]
    [InlineData("customers without orders", "SELECT 'Cat Jones'")]
    [InlineData("products that were never sold", "SELECT 'Poster'")]
    [InlineData("users who have not logged in", "SELECT name FROM users WHERE user_id IN (2, 4)")]
    [InlineData("orders that are not cancelled", "SELECT * FROM orders WHERE status <> 'cancelled'")]
    public Task Negations(string question, string sql) => SameRowsAsync(question, sql);

    [Theory]
    [InlineData("products whose price is above the average", "SELECT 'Espresso Machine'")]
    [InlineData("Which customers ordered both 'Green Tea' and 'Mug'?", "SELECT name FROM customers WHERE customer_id IN (1, 4)")]
    [InlineData("customers who ordered both 'Green Tea' and 'Mug' sorted by name", "SELECT name FROM customers WHERE customer_id IN (1, 4)")]
    [InlineData("customers in Europe but not in Spain", "SELECT 'Bert Maier'")]
    [InlineData("customers who ordered in 2023 but not in 2024", "SELECT name FROM customers WHERE customer_id IN (2, 4)")]
    public Task Nested_comparisons_and_set_operations(string question, string sql) => SameRowsAsync(question, sql);

    private async Task SameRowsAsync(string question, string sql, bool inOrder = false)
    {
        var translated = await Ask.SqlAsync(question);
        Assert.False(translated.StartsWith("refused", StringComparison.Ordinal), translated);
        Assert.Equal(database.Rows(sql, inOrder), database.Rows(translated, inOrder));
    }
}
