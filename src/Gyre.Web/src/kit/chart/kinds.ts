/** Loads the kinds of charts beside lines, and the legend. Pages that draw some give it to their charts; the others never carry it. */
export const moreCharts = () => import('./more');
