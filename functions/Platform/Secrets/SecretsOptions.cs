using System.ComponentModel.DataAnnotations;

namespace FunctionsPlatform.Platform.Secrets;

/// <summary>Where the key is that wraps the data keys. Section <c>Secrets</c>.</summary>
public sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>Address of the Key Vault. Without it the key comes from <see cref="KeyFile"/>.</summary>
    public Uri? KeyVaultUri { get; set; }

    /// <summary>Name of the Key Vault secret: 32 random bytes in Base64. Its versions are the generations of the key.</summary>
    [Required]
    public string KeyName { get; set; } = "key-encryption-key";

    /// <summary>Client id of the user-assigned identity that may read the vault; empty for the system-assigned one or a developer's login.</summary>
    public string? ClientId { get; set; }

    /// <summary>The key file of a machine without Key Vault, relative to the current directory. Made on first use.</summary>
    /// <remarks>Only over development storage is there a default, <c>.local/secrets.key</c>: a key on a disk that goes away with the machine
    /// would take every stored secret with it.</remarks>
    public string? KeyFile { get; set; }
}
