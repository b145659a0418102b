using System.Net;

namespace EchoSynth.Studio;

/// <summary>The Studio has no login, so it listens to this machine alone.</summary>
internal static class Loopback
{
    /// <summary>What is wrong with addresses to listen at, separated by semicolons; null where nothing is.</summary>
    public static string? Problem(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
                return $"'{url}' is no address to listen at; give one such as http://127.0.0.1:5005.";
            if (!IsLoopback(address))
                return $"'{url}' can be reached from other machines. The Studio has no login and listens to this machine alone: give http://127.0.0.1:PORT, http://[::1]:PORT or http://localhost:PORT. To use it from elsewhere, forward the port (ssh -L {address.Port}:127.0.0.1:{address.Port} HOST).";
        }
        return string.IsNullOrWhiteSpace(urls) ? "no address to listen at was given; give one such as http://127.0.0.1:5005." : null;
    }

    private static bool IsLoopback(Uri address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
