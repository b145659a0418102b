namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_copy_ = new("aten::copy_");
        private static readonly Op s_fillScalar_ = new("aten::fill_", "Scalar");
        private static readonly Op s_zero_ = new("aten::zero_");
        private static readonly Op s_normal_ = new("aten::normal_");
        private static readonly Op s_uniform_ = new("aten::uniform_");
        private static readonly Op s_exponential_ = new("aten::exponential_");
        private static readonly Op s_cauchy_ = new("aten::cauchy_");
        private static readonly Op s_logNormal_ = new("aten::log_normal_");
        private static readonly Op s_geometric_ = new("aten::geometric_");
        private static readonly Op s_randomFrom_ = new("aten::random_", "from");
        private static readonly Op s_bernoulli = new("aten::bernoulli");
        private static readonly Op s_bernoulli_ = new("aten::bernoulli_", "Tensor");
        private static readonly Op s_bernoulliFloat_ = new("aten::bernoulli_", "float");
        private static readonly Op s_multinomial = new("aten::multinomial");
        private static readonly Op s_poisson = new("aten::poisson");
        private static readonly Op s_binomial = new("aten::binomial");
        private static readonly Op s_setSourceTensor_ = new("aten::set_", "source_Tensor");
        private static readonly Op s_clone = new("aten::clone");

        public Tensor copy_(Tensor source, bool nonBlocking = false) => s_copy_.Mutate(this, source, nonBlocking);

        public Tensor fill_(Scalar value) => s_fillScalar_.Mutate(this, value);

        public Tensor zero_() => s_zero_.Mutate(this);

        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) => s_normal_.Mutate(this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => s_uniform_.Mutate(this, from, to, generator);

        public Tensor exponential_(double lambda = 1, Generator? generator = null) => s_exponential_.Mutate(this, lambda, generator);

        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            s_cauchy_.Mutate(this, median, sigma, generator);

        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            s_logNormal_.Mutate(this, mean, std, generator);

        public Tensor geometric_(double p, Generator? generator = null) => s_geometric_.Mutate(this, p, generator);

        public Tensor random_(double from, double to, Generator? generator = null) =>
            s_randomFrom_.Mutate(this, (long)from, (long)to, generator);

        public Tensor bernoulli(Generator? generator = null) => s_bernoulli.Call(this, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => s_bernoulli_.Mutate(this, p, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => s_bernoulliFloat_.Mutate(this, p, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            s_multinomial.Call(this, num_samples, replacement, generator);

        public Tensor poisson(Generator? generator = null) => s_poisson.Call(this, generator);

        public Tensor binomial(Tensor prob, Generator? generator = null) => s_binomial.Call(this, prob, generator);

        public Tensor set_(Tensor source) => s_setSourceTensor_.Mutate(this, source);

        public Tensor clone() => s_clone.Call(this);
    }
}
