// The server door of reports: figures that are counted from what other modules keep.
export { rollUpUsage } from './roll-up-usage.ts';
