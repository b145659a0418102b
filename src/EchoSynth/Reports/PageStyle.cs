namespace EchoSynth.Reports;

/// <summary>How the report looks, on a screen and on paper.</summary>
internal static class PageStyle
{
    public const string Text = """
        :root { --ink: #1f2937; --faint: #6b7280; --line: #e5e7eb; --good: #166534; --caution: #92400e; --bad: #991b1b; --none: #4b5563; }
        * { box-sizing: border-box; }
        body { margin: 0; color: var(--ink); background: #fff; font: 15px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 1200px; margin: 0 auto; padding: 28px 24px 60px; }
        h1 { font-size: 27px; margin: 0 0 4px; }
        h2 { font-size: 21px; margin: 44px 0 6px; padding-top: 14px; border-top: 2px solid var(--ink); }
        h3 { font-size: 16px; margin: 26px 0 6px; }
        p { margin: 6px 0 10px; max-width: 82ch; }
        .lead, figcaption, caption, .cells span { color: var(--faint); }
        .answers { display: grid; grid-template-columns: repeat(2, 1fr); gap: 14px; margin: 20px 0; }
        .answer { border: 1px solid var(--line); border-left: 7px solid var(--none); border-radius: 6px; padding: 10px 14px; }
        .answer h3 { margin: 0; }
        .answer b { display: block; text-transform: uppercase; letter-spacing: .05em; font-size: 13px; color: var(--none); }
        .answer p { margin: 4px 0 0; }
        .good { border-left-color: var(--good); } .good b { color: var(--good); }
        .caution { border-left-color: var(--caution); } .caution b { color: var(--caution); }
        .bad { border-left-color: var(--bad); } .bad b { color: var(--bad); }
        .warning { border: 1px solid #f59e0b; background: #fffbeb; border-radius: 6px; padding: 8px 14px; margin: 12px 0; }
        .warning ul { margin: 4px 0; padding-left: 20px; }
        .table { overflow-x: auto; margin: 12px 0; }
        table { border-collapse: collapse; font-size: 14px; }
        caption { text-align: left; padding: 0 0 6px; }
        th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
        thead th { font-weight: 600; border-bottom: 2px solid var(--line); }
        td.n { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .charts { display: grid; grid-template-columns: repeat(2, 1fr); gap: 18px 26px; margin: 14px 0; }
        figure { margin: 0; }
        svg { width: 100%; height: auto; }
        .groups { display: flex; flex-wrap: wrap; gap: 16px; margin: 14px 0; }
        .group { border: 1px solid var(--line); border-radius: 6px; padding: 8px; max-width: 262px; }
        .samples .group { max-width: none; }
        .cells { display: flex; flex-wrap: wrap; gap: 8px; }
        .cells div { width: 118px; }
        .cells img { width: 118px; height: 118px; object-fit: contain; background: #000; display: block; image-rendering: pixelated; }
        .cells span, figcaption { font-size: 12.5px; line-height: 1.35; display: block; overflow-wrap: anywhere; }
        .samples .cells div { width: 152px; } .samples .cells img { width: 152px; height: 152px; }
        details { margin: 10px 0; } summary { cursor: pointer; color: var(--faint); }
        code { font-size: 13px; overflow-wrap: anywhere; }
        @media (max-width: 720px) { .answers, .charts { grid-template-columns: 1fr; } }
        @media print {
          @page { size: A4; margin: 14mm; }
          body { font-size: 11px; } main { padding: 0; max-width: none; }
          h2 { break-after: avoid; } figure, tr, .answer, .group, .warning { break-inside: avoid; }
          .answer, .warning { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          table { font-size: 8.6px; } th, td { padding: 2px 6px 2px 0; } .group { max-width: 194px; } .table { overflow: visible; } .cells div, .cells img { width: 84px; } .cells img { height: 84px; } .samples .cells div, .samples .cells img { width: 100px; } .samples .cells img { height: 100px; }
        }
        """;
}
