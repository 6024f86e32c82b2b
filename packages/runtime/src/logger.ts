import pino, { type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Field names whose values never reach a log, at the top and one level down. */
const SECRET = [
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  'code',
  'qr',
  'creds',
  'plaintext',
  'body',
  'text',
];

/** A JSON logger for one process. Secrets are cut by name; callers still log ids, not contents. */
export function createLogger(options: { name: string; level?: string; stream?: NodeJS.WritableStream }): Logger {
  const settings = {
    name: options.name,
    level: options.level ?? 'info',
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: SECRET.flatMap((key) => [key, `*.${key}`]), censor: '[cut]' },
    serializers: { err: pino.stdSerializers.err },
  };
  return options.stream ? pino(settings, options.stream) : pino(settings);
}
