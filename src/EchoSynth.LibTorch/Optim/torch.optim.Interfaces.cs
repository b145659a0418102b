namespace TorchSharp;

public static partial class torch
{
    /// <summary>Optimisers.</summary>
    public static partial class optim
    {
        /// <summary>What has a learning rate that may be changed between steps.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }

            double InitialLearningRate { get; set; }
        }

        /// <summary>What has a momentum that may be changed between steps.</summary>
        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        /// <summary>What has decay rates of two moments that may be changed between steps.</summary>
        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
