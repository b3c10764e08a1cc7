using System.Linq;
using System.Threading.Tasks;
using ModelGen.CodeFixes;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>
/// All fixes of a long declaration at once. What is counted is how often the root of the document is replaced, each of which takes time
/// in proportion to the document.
/// </summary>
public sealed class ScaleTests
{
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        // Within an attribute of a stage, of the class, and around one of a stage.
        { "MG0102", "[Model, Input(\"B\", 4)] public partial class Net {", "    [Linear(4, In = 5), Relu] Stage s{0};", "}" },
        { "MG0102", "[Model]\n[Input(\"B\", 4)]", "[Linear(4, In = 5)]\n[Relu]", "public partial class Net;" },
        { "MG0206", "[Model, Input(\"B\", 4)] public partial class Net {", "    [Linear(4), Linear(4), Relu] Stage s{0};", "}" },
        { "MG0029", "[Model]\n[Input(\"B\", 4)] public partial class Net {", "    [Linear(4, 4), Relu] Stage s{0};", "}" },
        { "CS0103", "[Model, Input(\"B\", 4)] public partial class Net { [Linear(4)] Stage first;",
            "    [From(nameof(frist)), Relu] Stage s{0};", "}" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Edits_within_a_stage_or_an_attribute_replace_the_root_once(string id, string head, string line, string end)
    {
        foreach (var count in new[] { 50, 200 })
        {
            var source = $"{head}\n{string.Join('\n', Enumerable.Range(0, count).Select(i => line.Replace("{0}", $"{i}")))}\n{end}\n";
            var document = IdeProject.Open(source);
            var cancellation = TestContext.Current.CancellationToken;
            var diagnostics = (await IdeProject.Diagnostics(document, withHidden: true)).Where(diagnostic => diagnostic.Id == id).ToList();
            Assert.Equal(count, diagnostics.Count);

            var editor = (await DeclarationEditor.CreateAsync(document, cancellation))!;
            foreach (var diagnostic in diagnostics)
            {
                editor.Add(diagnostic, editor.RepairsOf(diagnostic, cancellation)[0], cancellation);
            }

            var mended = document.WithSyntaxRoot(editor.Apply());

            Assert.Equal(1, editor.Replacements);
            Assert.DoesNotContain(await IdeProject.Diagnostics(mended, withHidden: true), diagnostic => diagnostic.Id == id);
        }
    }
}
