namespace TorchSharp;

public static partial class torch
{
    /// <summary>Special functions.</summary>
    public static partial class special
    {
        private static readonly Op s_specialAiryAi = new("aten::special_airy_ai");
        private static readonly Op s_specialAiryAiOut = new("aten::special_airy_ai", "out");
        private static readonly Op s_specialBesselJ0 = new("aten::special_bessel_j0");
        private static readonly Op s_specialBesselJ0Out = new("aten::special_bessel_j0", "out");
        private static readonly Op s_specialBesselJ1 = new("aten::special_bessel_j1");
        private static readonly Op s_specialBesselJ1Out = new("aten::special_bessel_j1", "out");
        private static readonly Op s_specialBesselY0 = new("aten::special_bessel_y0");
        private static readonly Op s_specialBesselY0Out = new("aten::special_bessel_y0", "out");
        private static readonly Op s_specialBesselY1 = new("aten::special_bessel_y1");
        private static readonly Op s_specialBesselY1Out = new("aten::special_bessel_y1", "out");
        private static readonly Op s_specialChebyshevPolynomialT = new("aten::special_chebyshev_polynomial_t");
        private static readonly Op s_specialChebyshevPolynomialTOut = new("aten::special_chebyshev_polynomial_t", "out");
        private static readonly Op s_specialChebyshevPolynomialU = new("aten::special_chebyshev_polynomial_u");
        private static readonly Op s_specialChebyshevPolynomialUOut = new("aten::special_chebyshev_polynomial_u", "out");
        private static readonly Op s_specialChebyshevPolynomialV = new("aten::special_chebyshev_polynomial_v");
        private static readonly Op s_specialChebyshevPolynomialVOut = new("aten::special_chebyshev_polynomial_v", "out");
        private static readonly Op s_specialChebyshevPolynomialW = new("aten::special_chebyshev_polynomial_w");
        private static readonly Op s_specialChebyshevPolynomialWOut = new("aten::special_chebyshev_polynomial_w", "out");
        private static readonly Op s_specialDigamma = new("aten::special_digamma");
        private static readonly Op s_specialEntr = new("aten::special_entr");
        private static readonly Op s_specialErf = new("aten::special_erf");
        private static readonly Op s_specialErfc = new("aten::special_erfc");
        private static readonly Op s_specialErfcx = new("aten::special_erfcx");
        private static readonly Op s_specialErfinv = new("aten::special_erfinv");
        private static readonly Op s_specialExp2 = new("aten::special_exp2");
        private static readonly Op s_specialExpit = new("aten::special_expit");
        private static readonly Op s_specialExpm1 = new("aten::special_expm1");
        private static readonly Op s_specialGammainc = new("aten::special_gammainc");
        private static readonly Op s_specialGammaincc = new("aten::special_gammaincc");
        private static readonly Op s_specialGammaln = new("aten::special_gammaln");
        private static readonly Op s_specialHermitePolynomialH = new("aten::special_hermite_polynomial_h");
        private static readonly Op s_specialHermitePolynomialHOut = new("aten::special_hermite_polynomial_h", "out");
        private static readonly Op s_specialHermitePolynomialHe = new("aten::special_hermite_polynomial_he");
        private static readonly Op s_specialHermitePolynomialHeOut = new("aten::special_hermite_polynomial_he", "out");
        private static readonly Op s_specialI0 = new("aten::special_i0");
        private static readonly Op s_specialI0e = new("aten::special_i0e");
        private static readonly Op s_specialI1 = new("aten::special_i1");
        private static readonly Op s_specialI1e = new("aten::special_i1e");
        private static readonly Op s_specialLaguerrePolynomialL = new("aten::special_laguerre_polynomial_l");
        private static readonly Op s_specialLaguerrePolynomialLOut = new("aten::special_laguerre_polynomial_l", "out");
        private static readonly Op s_specialLegendrePolynomialP = new("aten::special_legendre_polynomial_p");
        private static readonly Op s_specialLegendrePolynomialPOut = new("aten::special_legendre_polynomial_p", "out");
        private static readonly Op s_specialLogSoftmax = new("aten::special_log_softmax");
        private static readonly Op s_specialLogit = new("aten::special_logit");
        private static readonly Op s_specialModifiedBesselI0 = new("aten::special_modified_bessel_i0");
        private static readonly Op s_specialModifiedBesselI0Out = new("aten::special_modified_bessel_i0", "out");
        private static readonly Op s_specialModifiedBesselI1 = new("aten::special_modified_bessel_i1");
        private static readonly Op s_specialModifiedBesselI1Out = new("aten::special_modified_bessel_i1", "out");
        private static readonly Op s_specialModifiedBesselK0 = new("aten::special_modified_bessel_k0");
        private static readonly Op s_specialModifiedBesselK0Out = new("aten::special_modified_bessel_k0", "out");
        private static readonly Op s_specialModifiedBesselK1 = new("aten::special_modified_bessel_k1");
        private static readonly Op s_specialModifiedBesselK1Out = new("aten::special_modified_bessel_k1", "out");
        private static readonly Op s_specialMultigammaln = new("aten::special_multigammaln");
        private static readonly Op s_specialNdtr = new("aten::special_ndtr");
        private static readonly Op s_specialNdtri = new("aten::special_ndtri");
        private static readonly Op s_specialPsi = new("aten::special_psi");
        private static readonly Op s_specialScaledModifiedBesselK0 = new("aten::special_scaled_modified_bessel_k0");
        private static readonly Op s_specialScaledModifiedBesselK0Out = new("aten::special_scaled_modified_bessel_k0", "out");
        private static readonly Op s_specialScaledModifiedBesselK1 = new("aten::special_scaled_modified_bessel_k1");
        private static readonly Op s_specialScaledModifiedBesselK1Out = new("aten::special_scaled_modified_bessel_k1", "out");
        private static readonly Op s_specialShiftedChebyshevPolynomialT = new("aten::special_shifted_chebyshev_polynomial_t");
        private static readonly Op s_specialShiftedChebyshevPolynomialTOut = new("aten::special_shifted_chebyshev_polynomial_t", "out");
        private static readonly Op s_specialShiftedChebyshevPolynomialU = new("aten::special_shifted_chebyshev_polynomial_u");
        private static readonly Op s_specialShiftedChebyshevPolynomialUOut = new("aten::special_shifted_chebyshev_polynomial_u", "out");
        private static readonly Op s_specialShiftedChebyshevPolynomialV = new("aten::special_shifted_chebyshev_polynomial_v");
        private static readonly Op s_specialShiftedChebyshevPolynomialVOut = new("aten::special_shifted_chebyshev_polynomial_v", "out");
        private static readonly Op s_specialShiftedChebyshevPolynomialW = new("aten::special_shifted_chebyshev_polynomial_w");
        private static readonly Op s_specialShiftedChebyshevPolynomialWOut = new("aten::special_shifted_chebyshev_polynomial_w", "out");
        private static readonly Op s_specialSinc = new("aten::special_sinc");
        private static readonly Op s_specialSoftmax = new("aten::special_softmax");
        private static readonly Op s_specialSphericalBesselJ0 = new("aten::special_spherical_bessel_j0");
        private static readonly Op s_specialSphericalBesselJ0Out = new("aten::special_spherical_bessel_j0", "out");
        private static readonly Op s_specialXlog1py = new("aten::special_xlog1py");
        private static readonly Op s_specialZeta = new("aten::special_zeta");

        public static Tensor airy_ai(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialAiryAi.Call(input) : s_specialAiryAiOut.Call(input, @out);

        public static Tensor bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialBesselJ0.Call(input) : s_specialBesselJ0Out.Call(input, @out);

        public static Tensor bessel_j1(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialBesselJ1.Call(input) : s_specialBesselJ1Out.Call(input, @out);

        public static Tensor bessel_y0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialBesselY0.Call(input) : s_specialBesselY0Out.Call(input, @out);

        public static Tensor bessel_y1(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialBesselY1.Call(input) : s_specialBesselY1Out.Call(input, @out);

        public static Tensor chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialChebyshevPolynomialT.Call(x, n) : s_specialChebyshevPolynomialTOut.Call(x, n, @out);

        public static Tensor chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialChebyshevPolynomialU.Call(x, n) : s_specialChebyshevPolynomialUOut.Call(x, n, @out);

        public static Tensor chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialChebyshevPolynomialV.Call(x, n) : s_specialChebyshevPolynomialVOut.Call(x, n, @out);

        public static Tensor chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialChebyshevPolynomialW.Call(x, n) : s_specialChebyshevPolynomialWOut.Call(x, n, @out);

        public static Tensor digamma(Tensor input) => s_specialDigamma.Call(input);

        public static Tensor entr(Tensor input) => s_specialEntr.Call(input);

        public static Tensor erf(Tensor input) => s_specialErf.Call(input);

        public static Tensor erfc(Tensor input) => s_specialErfc.Call(input);

        public static Tensor erfcx(Tensor input) => s_specialErfcx.Call(input);

        public static Tensor erfinv(Tensor input) => s_specialErfinv.Call(input);

        public static Tensor exp2(Tensor input) => s_specialExp2.Call(input);

        public static Tensor expit(Tensor input) => s_specialExpit.Call(input);

        public static Tensor expm1(Tensor input) => s_specialExpm1.Call(input);

        public static Tensor gammainc(Tensor input, Tensor other) => s_specialGammainc.Call(input, other);

        public static Tensor gammaincc(Tensor input, Tensor other) => s_specialGammaincc.Call(input, other);

        public static Tensor gammaln(Tensor input) => s_specialGammaln.Call(input);

        public static Tensor hermite_polynomial_h(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialHermitePolynomialH.Call(x, n) : s_specialHermitePolynomialHOut.Call(x, n, @out);

        public static Tensor hermite_polynomial_he(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialHermitePolynomialHe.Call(x, n) : s_specialHermitePolynomialHeOut.Call(x, n, @out);

        public static Tensor i0(Tensor input) => s_specialI0.Call(input);

        public static Tensor i0e(Tensor input) => s_specialI0e.Call(input);

        public static Tensor i1(Tensor input) => s_specialI1.Call(input);

        public static Tensor i1e(Tensor input) => s_specialI1e.Call(input);

        public static Tensor laguerre_polynomial_l(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialLaguerrePolynomialL.Call(x, n) : s_specialLaguerrePolynomialLOut.Call(x, n, @out);

        public static Tensor legendre_polynomial_p(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialLegendrePolynomialP.Call(x, n) : s_specialLegendrePolynomialPOut.Call(x, n, @out);

        public static Tensor log_softmax(Tensor input, long dim, ScalarType? dtype = null) => s_specialLogSoftmax.Call(input, dim, dtype);

        public static Tensor logit(Tensor input) => s_specialLogit.Call(input);

        public static Tensor modified_bessel_i0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialModifiedBesselI0.Call(input) : s_specialModifiedBesselI0Out.Call(input, @out);

        public static Tensor modified_bessel_i1(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialModifiedBesselI1.Call(input) : s_specialModifiedBesselI1Out.Call(input, @out);

        public static Tensor modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialModifiedBesselK0.Call(input) : s_specialModifiedBesselK0Out.Call(input, @out);

        public static Tensor modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialModifiedBesselK1.Call(input) : s_specialModifiedBesselK1Out.Call(input, @out);

        public static Tensor multigammaln(Tensor input, long p) => s_specialMultigammaln.Call(input, p);

        public static Tensor ndtr(Tensor input) => s_specialNdtr.Call(input);

        public static Tensor ndtri(Tensor input) => s_specialNdtri.Call(input);

        public static Tensor polygamma(long n, Tensor input) => input.polygamma(n);

        public static Tensor psi(Tensor input) => s_specialPsi.Call(input);

        public static Tensor scaled_modified_bessel_k0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialScaledModifiedBesselK0.Call(input) : s_specialScaledModifiedBesselK0Out.Call(input, @out);

        public static Tensor scaled_modified_bessel_k1(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialScaledModifiedBesselK1.Call(input) : s_specialScaledModifiedBesselK1Out.Call(input, @out);

        public static Tensor shifted_chebyshev_polynomial_t(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialShiftedChebyshevPolynomialT.Call(x, n) : s_specialShiftedChebyshevPolynomialTOut.Call(x, n, @out);

        public static Tensor shifted_chebyshev_polynomial_u(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialShiftedChebyshevPolynomialU.Call(x, n) : s_specialShiftedChebyshevPolynomialUOut.Call(x, n, @out);

        public static Tensor shifted_chebyshev_polynomial_v(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialShiftedChebyshevPolynomialV.Call(x, n) : s_specialShiftedChebyshevPolynomialVOut.Call(x, n, @out);

        public static Tensor shifted_chebyshev_polynomial_w(Tensor x, Tensor n, Tensor? @out = null) =>
            @out is null ? s_specialShiftedChebyshevPolynomialW.Call(x, n) : s_specialShiftedChebyshevPolynomialWOut.Call(x, n, @out);

        public static Tensor sigmoid(Tensor input) => input.sigmoid();

        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();

        public static Tensor sinc(Tensor input) => s_specialSinc.Call(input);

        public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => s_specialSoftmax.Call(input, dim, dtype);

        public static Tensor spherical_bessel_j0(Tensor input, Tensor? @out = null) =>
            @out is null ? s_specialSphericalBesselJ0.Call(input) : s_specialSphericalBesselJ0Out.Call(input, @out);

        public static Tensor xlog1py(Tensor input, Tensor other) => s_specialXlog1py.Call(input, other);

        public static Tensor zeta(Tensor x, Tensor q) => s_specialZeta.Call(x, q);
    }
}
