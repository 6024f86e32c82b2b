import { createExecutor, type Executor, type ExecutorOptions } from '@recado/embedded/executor';
import { createLogger } from '@recado/runtime/logger';
import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';

export { NonRetriableError, RetryAfterError, StepError } from 'inngest';

const ORIGIN = 'http://app.internal';
export const APP_URL = `${ORIGIN}/api/inngest`;
export const KEYS = { signingKey: `signkey-prod-${'7a'.repeat(32)}`, eventKey: 'executor-test' };
const QUIET = { debug() {}, info() {}, warn() {}, error() {} };

export type Maker = (inngest: Inngest) => InngestFunction.Any[];
export type TestExecutor = Executor & {
  /** Sends one event and answers its id. */
  tell(name: string, data?: Record<string, unknown>, id?: string): Promise<string>;
  /** The lines that were logged. */
  readonly lines: Record<string, unknown>[];
};

/**
 * An executor with the real SDK in this process, signatures on. `through` may stand between executor and app, to lose or
 * change what passes. Start it with `start()`, end it with `stop()`.
 */
export function openExecutor(
  databaseUrl: string,
  make: Maker,
  options: Partial<ExecutorOptions> & {
    through?: (call: () => Promise<Response>, request: Request) => Promise<Response>;
  } = {},
): TestExecutor {
  const { through = (call) => call(), ...rest } = options;
  const lines: Record<string, unknown>[] = [];
  const inngest = new Inngest({
    id: 'test',
    ...KEYS,
    isDev: false,
    baseUrl: 'http://jobs.internal',
    logger: QUIET,
    fetch: (input, init) => executor.handle(new Request(input, init)),
  });
  const handler = serve({
    client: inngest,
    functions: make(inngest),
    serveOrigin: ORIGIN,
    servePath: '/api/inngest',
    enableUnauthedSync: false,
  });
  const executor = createExecutor({
    databaseUrl,
    app: {
      url: APP_URL,
      fetch: (input, init) => {
        const headers = new Headers(init?.headers);
        headers.set('host', 'app.internal');
        const request = new Request(input as string, { ...init, headers });
        return through(() => handler(request.clone() as Request), request);
      },
    },
    ...KEYS,
    log: createLogger({ name: 'executor', stream: lineStream(lines) }),
    backoffMs: () => 20,
    ...rest,
  });
  return Object.assign(executor, {
    lines,
    tell: async (name: string, data: Record<string, unknown> = {}, id?: string) => {
      const [made] = await executor.send([{ name, data, ...(id ? { id } : {}) }]);
      return made as string;
    },
  });
}

const lineStream = (lines: Record<string, unknown>[]): NodeJS.WritableStream =>
  ({ write: (line: string) => lines.push(JSON.parse(line)) > 0 }) as unknown as NodeJS.WritableStream;
