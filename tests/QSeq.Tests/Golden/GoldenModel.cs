using QSeq.Core;
using QSeq.Layers;
using QSeq.Models;
using QSeq.Quantum;

namespace QSeq.Tests.Golden;

/// <summary>Turns the golden files' models and their parameters, one tensor a gate, into ours, packed i, f, g, o.</summary>
internal static class GoldenModel
{
    private static readonly string[] Gates = ["i", "f", "g", "o"];

    private static readonly (string Theirs, string Ours)[] QkanNames =
    [
        ("theta", "theta"), ("preacts_weight", "preact_weight"), ("preacts_bias", "preact_bias"), ("base_weight", "base_weight"),
    ];

    public static SequenceModel Build(string file, GoldenCase golden)
    {
        var config = new SequenceModelConfig
        {
            Gates = file switch
            {
                "lstm" => new LstmGates(),
                "gru" => new GruGates(),
                "qkan_lstm" => new QkanGates { Qkan = new QkanOptions { Reps = golden.Int("reps") } },
                "hqkan_lstm" => new HqkanGates
                {
                    Packed = false,
                    Hqkan = new HqkanOptions { Latent = golden.Int("latent"), Qkan = new QkanOptions { Reps = golden.Int("reps") } },
                },
                _ => new QlstmGates
                {
                    Circuit = new VqcOptions { Depth = golden.Int("depth"), Entangler = golden.Flag("ring") ? Entangler.Ring : Entangler.Chain },
                },
            },
            Inputs = golden.Int("input"),
            Hidden = golden.Int("hidden"),
            Layers = golden.Has("layers") ? golden.Int("layers") : 1,
        };
        return new SequenceModel(config, seed: 1);
    }

    /// <summary>Their parameters, or gradients, in our flat order.</summary>
    /// <param name="file">The file's name.</param>
    /// <param name="model">The model.</param>
    /// <param name="tensors">The group of tensors.</param>
    /// <param name="frozen">The value of post weights, which the files leave out: 1 among parameters, 0 among gradients.</param>
    public static double[] Pack(string file, SequenceModel model, GoldenCase tensors, double frozen)
    {
        ParameterTable table = model.Table;
        double[] flat = new double[table.Length];
        var filled = new HashSet<string>();
        void Put(string slice, IEnumerable<double> values)
        {
            double[] all = [.. values];
            Assert.Equal(table[slice].Count, all.Length);
            all.CopyTo(table[slice].Of(flat.AsSpan()));
            filled.Add(slice);
        }

        IEnumerable<double> Packed(string name) => Gates.SelectMany(gate => tensors.Tensor($"{gate}.{name}").Data);

        string separator = file == "lstm" ? "_" : ".";
        Put("head.weight", tensors.Tensor($"head{separator}weight").Data);
        Put("head.bias", tensors.Tensor($"head{separator}bias").Data);
        switch (file)
        {
            case "lstm":
                for (int n = 0; n < model.Config.Layers; n++)
                {
                    // Our columns are [h; x]; PyTorch keeps two matrices of the same packed rows.
                    Tensor own = tensors.Tensor($"weight_hh_l{n}"), input = tensors.Tensor($"weight_ih_l{n}");
                    Put($"cell{n}.weight", Enumerable.Range(0, own.Shape[0]).SelectMany(row => own.Row(row).Concat(input.Row(row))));
                    Put($"cell{n}.bias_ih", tensors.Tensor($"bias_ih_l{n}").Data);
                    Put($"cell{n}.bias_hh", tensors.Tensor($"bias_hh_l{n}").Data);
                }

                break;
            case "gru":
                for (int n = 0; n < model.Config.Layers; n++)
                {
                    // Their rows are r, z, n; of n the parts of x and h stay apart.
                    Tensor own = tensors.Tensor($"gru.weight_hh_l{n}"), input = tensors.Tensor($"gru.weight_ih_l{n}");
                    int hidden = model.Config.Hidden;
                    Put($"cell{n}.rz.weight", Enumerable.Range(0, 2 * hidden).SelectMany(row => own.Row(row).Concat(input.Row(row))));
                    Put($"cell{n}.nx.weight", Enumerable.Range(2 * hidden, hidden).SelectMany(input.Row));
                    Put($"cell{n}.nh.weight", Enumerable.Range(2 * hidden, hidden).SelectMany(own.Row));
                    foreach ((string theirs, string ours) in new[] { ("ih", "nx"), ("hh", "nh") })
                    {
                        double[] bias = tensors.Tensor($"gru.bias_{theirs}_l{n}").Data;
                        Put($"cell{n}.rz.bias_{theirs}", bias[..(2 * hidden)]);
                        Put($"cell{n}.{ours}.bias", bias[(2 * hidden)..]);
                    }
                }

                break;
            case "qkan_lstm":
                foreach ((string theirs, string ours) in QkanNames) Put($"cell0.{ours}", Packed(theirs));
                break;
            case "hqkan_lstm":
                foreach (string gate in Gates)
                {
                    foreach ((string theirs, string ours) in QkanNames) Put($"cell0.{gate}.latent.{ours}", tensors.Tensor($"{gate}.qkan.{theirs}").Data);
                    foreach ((string theirs, string ours) in new[] { ("enc", "encoder"), ("dec", "decoder") })
                    {
                        Put($"cell0.{gate}.{ours}.weight", tensors.Tensor($"{gate}.{theirs}.weight").Data);
                        Put($"cell0.{gate}.{ours}.bias", tensors.Tensor($"{gate}.{theirs}.bias").Data);
                    }
                }

                break;
            default:
                Put("cell0.theta", Packed("w"));
                break;
        }

        foreach (ParameterSlice slice in table.Slices.Where(slice => !filled.Contains(slice.Name)))
        {
            Assert.False(slice.Trainable, $"{slice.Name} is not in the golden file.");
            slice.Of(flat.AsSpan()).Fill(slice.Name.EndsWith("postact_weight", StringComparison.Ordinal) ? frozen : 0);
        }

        return flat;
    }
}
