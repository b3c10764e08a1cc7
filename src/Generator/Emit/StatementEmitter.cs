using ModelGen.Generator.Plan;

namespace ModelGen.Generator.Emit;

/// <summary>Writes the statements of <c>forward</c>.</summary>
internal static class StatementEmitter
{
    public static void Write(EquatableArray<Statement> statements, CodeWriter writer)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            Write(statements[i], writer);
            if (statements[i] is Guarded or Repetition && i + 1 < statements.Count && statements[i + 1] is not Heading)
            {
                writer.Line();
            }
        }
    }

    private static void Write(Statement statement, CodeWriter writer)
    {
        switch (statement)
        {
            case Line { Comment.Length: 0 } line:
                writer.Line(line.Code);
                break;
            case Line line:
                writer.Line($"{line.Code}  // {line.Comment}");
                break;
            case Heading heading:
                writer.Line();
                if (heading.Comment.Length > 0)
                {
                    writer.Line($"// {heading.Comment}");
                }

                break;
            case Guarded guarded:
                using (writer.Block($"if ({guarded.Condition})"))
                {
                    Write(guarded.Body, writer);
                }

                break;
            case Repetition repetition:
                Write(repetition, writer);
                break;
        }
    }

    private static void Write(Repetition repetition, CodeWriter writer)
    {
        var (result, next) = (repetition.Result, repetition.Next);
        var isStep = repetition.State.Length > 0;
        var method = isStep ? "Step" : "call";
        string Further(string copy) => isStep ? $", {repetition.State}.Model({copy}), at{repetition.Further}" : repetition.Further;
        var isOne = repetition.Times.Length > 0;
        string Block(string copy) => isOne ? repetition.Blocks : $"{repetition.Blocks}[{copy}]";
        writer.Line($"var {result} = {Block("0")}.{method}({repetition.Input}{Further("0")});  // {repetition.Comment}");
        if (repetition.ReleasesInput)
        {
            writer.Line($"{repetition.Input}.Dispose();");
        }

        using (writer.Block($"for (var {repetition.Index} = 1; "
            + $"{repetition.Index} < {(isOne ? repetition.Times : repetition.Blocks + ".Length")}; {repetition.Index}++)"))
        {
            writer.Line($"var {next} = {Block(repetition.Index)}.{method}({result}{Further(repetition.Index)});");
            writer.Line($"{result}.Dispose();");
            writer.Line($"{result} = {next};");
        }
    }
}
