import { LinesChart } from 'echarts/charts';
import { use as register } from 'echarts/core';

/**
 * A thousand "line" series take seconds; one "lines" series per colour with its strokes in a flat array takes a tenth of
 * one. Imported only by CurveChart, which is loaded on demand.
 */
register([LinesChart]);
