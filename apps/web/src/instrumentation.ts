import type { Instrumentation } from 'next';

// the reporter is started by the web process before the first page; without an address to report to it keeps quiet
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { captureRequestError } = await import('@sentry/nextjs');
  captureRequestError(error, request, context);
};
