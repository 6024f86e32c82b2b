import type { Instrumentation } from 'next';
import type { WebServices } from './server/services.ts';

// the process that serves the pages reports for them; without an address to report to it keeps quiet
export const onRequestError: Instrumentation.onRequestError = (error) => {
  (globalThis as { __recado?: WebServices }).__recado?.report(error);
};
