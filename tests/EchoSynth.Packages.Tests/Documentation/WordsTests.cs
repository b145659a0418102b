namespace EchoSynth.Packages.Tests.Documentation;

public sealed class WordsTests
{
    [Theory]
    [InlineData("The name.", "Name")]
    [InlineData("Gets or sets the image sizes.", "ImageSize")]
    [InlineData("The patient's name.", "Name")]
    [InlineData("Returns whether this is valid.", "IsValid")]
    [InlineData("Creates a new patient.", "Create")]
    [InlineData("Makes a patient.", "Create")]
    [InlineData("Its names.", "Name")]
    [InlineData("Their patients, all of them.", "Patients")]
    [InlineData("The two values.", "Pair")]
    [InlineData("What it is.", "Kind")]
    [InlineData("Makes the exception.", "PatientException")]
    [InlineData("", "Anything")]
    public void RepeatingTheNameSaysNothing(string text, string name) => Assert.False(Words.SaysMore(text, name, "Patient"));

    [Theory]
    [InlineData("The name, unique in its data set.", "Name")]
    [InlineData("Pixels on a side.", "ImageSize")]
    [InlineData("Size in [32, 1024].", "Size")]
    [InlineData("False where a field is out of its range.", "IsValid")]
    public void MoreThanTheNameSaysMore(string text, string name) => Assert.True(Words.SaysMore(text, name, "Patient"));
}
