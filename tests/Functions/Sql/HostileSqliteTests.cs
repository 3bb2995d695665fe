using System.Data.Common;
using FunctionsPlatform.Connectors;
using FunctionsPlatform.Connectors.Sqlite;
using Microsoft.Data.Sqlite;

namespace FunctionsPlatform.Tests.Sql;

public sealed class HostileSqliteTests(HostileSqliteTests.Database target) : HostileStatements(target), IClassFixture<HostileSqliteTests.Database>
{
    public sealed class Database : HostileFile
    {
        protected override IConnector Connect(LocalFiles files) => new SqliteConnector(files, TimeProvider.System);

        protected override DbConnection Create(string path) => new SqliteConnection($"Data Source={path};Pooling=false");
    }
}
