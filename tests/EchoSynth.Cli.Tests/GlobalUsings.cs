global using EchoSynth.Imaging.Tests.Support;
global using Xunit;
