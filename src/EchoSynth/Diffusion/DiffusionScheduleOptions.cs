namespace EchoSynth.Diffusion;

/// <summary>Options of a schedule that a model folder can name: <see cref="ScheduleOptions"/> or <see cref="DdpmScheduleOptions"/>.</summary>
public abstract record DiffusionScheduleOptions
{
    private protected DiffusionScheduleOptions()
    {
    }

    internal abstract DiffusionSchedule CreateSchedule();
}
