using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>A box that is there.</summary>
/// <param name="Image">Number of the image.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="Box">Where.</param>
/// <param name="Area">Area of the thing in square pixels, which is less than that of the box for a mask.</param>
/// <param name="IsCrowd">Stands for many things at once: detections in it count neither as right nor as wrong.</param>
public sealed record TrueBox(int Image, int Label, ImageBox Box, double Area, bool IsCrowd = false);

/// <summary>A box that a model reports.</summary>
/// <param name="Image">Number of the image.</param>
/// <param name="Label">Number of the class.</param>
/// <param name="Box">Where.</param>
/// <param name="Score">Higher is surer; of equals the earlier one comes first.</param>
public sealed record DetectedBox(int Image, int Label, ImageBox Box, double Score);

/// <summary>Average precision and recall over classes. A figure is null where no class has such a box.</summary>
/// <param name="Ap">Mean of the average precisions at the overlaps .50, .55 ... .95.</param>
/// <param name="Ap50">At .50.</param>
/// <param name="Ap75">At .75.</param>
/// <param name="ApSmall">Things up to 32² pixels.</param>
/// <param name="ApMedium">From 32² to 96².</param>
/// <param name="ApLarge">From 96² up.</param>
/// <param name="Ar1">Recall with one detection per image and class, mean over the overlaps.</param>
/// <param name="Ar10">With ten.</param>
/// <param name="Ar100">With a hundred.</param>
/// <param name="ArSmall">Recall of small things, with a hundred.</param>
/// <param name="ArMedium">Of medium things.</param>
/// <param name="ArLarge">Of large things.</param>
public sealed record DetectionFigures(
    double? Ap, double? Ap50, double? Ap75, double? ApSmall, double? ApMedium, double? ApLarge,
    double? Ar1, double? Ar10, double? Ar100, double? ArSmall, double? ArMedium, double? ArLarge);

/// <summary>One class at one overlap.</summary>
/// <param name="Ap">Interpolated at 101 recalls, as COCO's; null without a true box.</param>
/// <param name="ElevenPointAp">Interpolated at 11 recalls, as in the PASCAL VOC challenge of 2007.</param>
/// <param name="AllPointAp">Interpolated at every recall, as there from 2010 on.</param>
/// <param name="Right">Detections that found a true box.</param>
/// <param name="Wrong">Detections that found none.</param>
/// <param name="Missed">True boxes that no detection found.</param>
/// <param name="Precision">Right among the detections; null without one.</param>
/// <param name="Recall">Right among the true boxes; null without one.</param>
public sealed record ClassDetection(
    double? Ap, double? ElevenPointAp, double? AllPointAp, int Right, int Wrong, int Missed, double? Precision, double? Recall);

/// <summary>What a model found on one image.</summary>
/// <param name="Right">Detections that found a true box.</param>
/// <param name="Wrong">Detections that found none.</param>
/// <param name="Missed">True boxes that no detection found.</param>
public readonly record struct ImageDetection(int Right, int Wrong, int Missed)
{
    /// <summary>2 right / (2 right + wrong + missed); 1 where there is nothing and nothing was reported.</summary>
    public double F1 => Right + Wrong + Missed == 0 ? 1 : 2.0 * Right / ((2 * Right) + Wrong + Missed);
}

/// <summary>
/// What detections are worth, by the rules of the COCO evaluation (T. Lin et al., "Microsoft COCO: common objects in context", 2014) and of
/// the PASCAL VOC challenges (M. Everingham et al., "The PASCAL visual object classes challenge", 2010).
/// </summary>
/// <remarks>
/// Detections of a class are taken by falling score; each takes the free true box of its class that it overlaps most. True boxes outside a
/// range of areas, and crowds, are ignored with what matches them. Something that cannot be counted is null and not 0.
/// </remarks>
/// <param name="Figures">Over all classes.</param>
/// <param name="Classes">Per class, at the overlap asked for.</param>
public sealed record DetectionReport(DetectionFigures Figures, ImmutableArray<ClassDetection> Classes);
