namespace FunctionsPlatform.Tests.Translation.Embedded.Servers;

/// <summary>Every construct that the translator offers; each has an answer with rows.</summary>
internal static class ServerQuestions
{
    public static TheoryData<string> All =>
    [
        // Counts and aggregates
        "How many customers are there?",
        "Count the number of distinct categories",
        "sum of total amount of cancelled orders",
        "What is the average order value?",
        "average quantity of order items",
        "highest, lowest and average price of products",
        "average quantity per product",

        // Groups
        "How many customers are in each country?",
        "average price per category",
        "customers with more than 2 orders",
        "countries with at least 2 customers",
        "total quantity sold per product",

        // Order and tops
        "list the top 5 countries with the most orders",
        "What are the 3 most expensive products?",
        "top 3 customers by total spending",
        "Who is the newest customer?",
        "Which product sold the most?",
        "names of products sorted by price descending",

        // Conditions
        "list all distinct regions",
        "products with a price between 5 and 20",
        "customers from spain or germany",
        "customers in GERMANY",
        "customers without an email",
        "names of customers whose name starts with 'a'",
        "customers whose name contains 'MAI'",
        "number of active users",
        "How many inactive users are there?",
        "orders that are not cancelled",
        "What products did Ana Lopez order?",

        // Negations, nested queries and set operations
        "customers who never ordered",
        "products that were never sold",
        "users who have not logged in",
        "products whose price is above the average",
        "Which customers ordered both 'Green Tea' and 'Mug'?",
        "customers in Europe but not in Spain",
        "customers who ordered in 2023 but not in 2024",

        // Dates
        "How many users signed up this week?",
        "How many orders in the last 30 days?",
        "revenue in 2023",
        "what is the total revenue by month",
        "orders per day",
        "orders per week",
        "orders per quarter",
        "orders per year",
        "logins per week",
        "logins per month",
        "How many logins since 2024-01-09?",
        "users who logged in yesterday",
        "average order amount by country in 2023",

        "parcels per month",
        "parcels whose weight contains '7'",
        "parcel with the lowest weight",
        "3 parcels with the highest weight",
        "parcels sorted by weight",

        // Names that need quotes and text that needs escapes
        "total height per group of shelf labels",
        "shelf labels with height over 3",
        "How many shelf labels have the group Süßes?",
        "How many shelf labels have the group 'O''Brien'?",
        "shelf labels whose motto contains 'under_s'",
        "shelf labels whose motto contains '50%'",
        "How many shelf labels have the motto \"It's 50% off\"?",

        // Keys of several columns, and two keys to one table
        "total weight of pallets per keeper",
        "keepers of depots with more than 1 pallet",
        "depots without pallets",
        "How many matches have the home team Falcons?",
        "total attendance of matches with the away team Falcons",

        // Numbers that are kept as text
        "What is the average bed count of cabins?",
        "What is the total bed count of cabins?",
    ];
}
