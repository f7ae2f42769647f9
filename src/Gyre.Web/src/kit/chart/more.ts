/** The other kinds of charts and the legend, for the pages that compare; Chart.tsx loads them when an option asks for one. */
import { BarChart, BoxplotChart, LinesChart, ParallelChart, ScatterChart } from 'echarts/charts';
import { LegendComponent, ParallelComponent } from 'echarts/components';
import { use as register } from 'echarts/core';

register([BarChart, BoxplotChart, LinesChart, ParallelChart, ScatterChart, LegendComponent, ParallelComponent]);
