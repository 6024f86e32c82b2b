// The server door of reports: figures that are counted from what other modules keep.

export { readHome } from './read-home.ts';
export { rollUpUsage } from './roll-up-usage.ts';
