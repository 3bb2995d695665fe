using FunctionsPlatform.Platform;

namespace FunctionsPlatform.Syncs.Delivery;

internal static class DeliveryErrors
{
    public static ApiError NotDelivered { get; } = new(
        ErrorKind.ConnectionFailed, "chunk_not_delivered", "The destination took none of a part of the rows in several tries. They are tried again in the next run.");
}
