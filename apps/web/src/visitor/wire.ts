// What the page knows from its address and its document, and how it asks the server. The secret is kept nowhere.
import { desk, parts } from './desk.ts';

export type Failure = { code: string; params: Record<string, unknown> };
type Texts = Record<string, string>;

export const told = JSON.parse(document.getElementById('told')?.textContent ?? '{}') as {
  texts: Texts;
  kinds: Texts;
  authors: Texts;
  status: Texts;
  product: string;
  isKnown: boolean;
};
const [, , linkId = '', at = ''] = location.pathname.split('/');
const base = `/w/${linkId}`;
export const secret = location.hash.slice(1);
export const isAboutNotices = at === 'off';
/** The conversation that a notice by mail leads to, or that was open when the page was asked for anew. */
export const askedId: string | undefined = new URLSearchParams(location.search).get('c') ?? history.state?.c;
// the address is bare before anything else happens: no history, no screen and no picture of it shows the secret
history.replaceState(history.state, '', base);

export const t = (key: string, values: Record<string, unknown> = {}) =>
  (told.texts[key] ?? key).replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
/** The address of something behind this link. */
export const within = (path: string) => base + path;

export async function call<T>(path: string, body?: object): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(within(path), {
      signal: AbortSignal.timeout(20_000),
      ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw { code: 'offline', params: {} } satisfies Failure;
  }
  const json = await answer.json().catch(() => ({}));
  if (answer.ok) return (json.result ? json.result.data : json) as T;
  const failure: Failure = json.error?.data?.app ?? json.error ?? { code: 'unexpected', params: {} };
  if (failure.code === 'identity.sessionEnded' && desk.visit) parts.end('ended');
  throw failure;
}
const wrap = (input: object) => ({ workspaceId: desk.visit.workspace.id, input });
export const read = <T>(name: string, input: object = {}) =>
  call<T>(`/api/${name}?input=${encodeURIComponent(JSON.stringify(wrap(input)))}`);
export const write = <T>(name: string, input: object) => call<T>(`/api/${name}`, wrap(input));
