import * as Sentry from '@sentry/node';

/** Error reports leave the machine only when a DSN is set; without one this does nothing and opens no connection. */
export function startTelemetry(options: {
  dsn: string | undefined;
  process: string;
  release: string;
  mode: string;
}): void {
  if (!options.dsn) return;
  Sentry.init({
    dsn: options.dsn,
    release: options.release,
    environment: options.mode,
    tracesSampleRate: 0,
    initialScope: { tags: { process: options.process } },
    beforeSend: (event) => {
      delete event.request;
      delete event.user;
      return event;
    },
  });
}

/** Sends one unexpected error with the id of the request that met it. */
export function reportError(error: unknown, requestId?: string): void {
  Sentry.captureException(error, requestId ? { tags: { requestId } } : undefined);
}
