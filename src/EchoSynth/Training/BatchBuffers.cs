namespace EchoSynth.Training;

/// <summary>The numbers of one batch in managed memory, where any thread may prepare them; used again and again.</summary>
internal sealed class BatchBuffers(int batch, int channels, int size, bool twoLatents, int latentLength)
{
    /// <summary>[N, 1, H, W] in [−1, 1]</summary>
    public float[] Images { get; } = new float[batch * size * size];

    /// <summary>[N, K, H, W]</summary>
    public float[] Masks { get; } = new float[batch * channels * size * size];

    public DrawBuffers ForDiscriminator { get; } = new(batch, size, latentLength, false);

    public DrawBuffers ForDenoiser { get; } = new(batch, size, latentLength, twoLatents);
}

/// <summary>The numbers of a <see cref="TrainingDraw"/>.</summary>
internal sealed class DrawBuffers(int batch, int size, int latentLength, bool two)
{
    public long[] Step { get; } = new long[batch];

    public float[] Noise { get; } = new float[batch * size * size];

    public float[] NextNoise { get; } = new float[batch * size * size];

    public float[] Latent { get; } = new float[batch * latentLength];

    public float[] PosteriorNoise { get; } = new float[batch * size * size];

    /// <summary>Empty where no spread between latents counts.</summary>
    public float[] OtherLatent { get; } = new float[two ? batch * latentLength : 0];
}
