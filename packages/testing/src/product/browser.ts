const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** A browser as far as the wire goes: it keeps cookies, and its requests come from our own pages. */
export type WireBrowser = {
  readonly cookies: Map<string, string>;
  /** What it calls itself; its session is refused to a browser of another family. */
  readonly agent: string;
  query<T>(procedure: string, input?: unknown): Promise<T>;
  mutate<T>(procedure: string, input?: unknown): Promise<T>;
};

/** What a procedure answered instead of a result. */
export class WireError extends Error {
  override name = 'WireError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** A browser on the product's origin; refused calls throw a WireError, an unreachable server throws what fetch throws. */
export function openBrowser(origin: string, agent = AGENT): WireBrowser {
  const cookies = new Map<string, string>();
  const call = async <T>(method: 'GET' | 'POST', procedure: string, input: unknown): Promise<T> => {
    const search = method === 'GET' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    const response = await fetch(`${origin}/api/trpc/${procedure}${search}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'sec-fetch-site': 'same-origin',
        'user-agent': agent,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(method === 'POST' && input !== undefined ? { body: JSON.stringify(input) } : {}),
      signal: AbortSignal.timeout(15_000),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const body = (await response.json()) as { result?: { data: T }; error?: { data?: { app?: { code: string } } } };
    if (!body.result) throw new WireError(response.status, body.error?.data?.app?.code ?? 'unknown');
    return body.result.data;
  };
  return {
    cookies,
    agent,
    query: (procedure, input) => call('GET', procedure, input),
    mutate: (procedure, input) => call('POST', procedure, input),
  };
}
