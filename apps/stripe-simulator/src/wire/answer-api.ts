import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isSame } from '@recado/runtime/crypto';
import { account } from '../api/account.ts';
import { catalogue } from '../api/catalogue.ts';
import { coupons } from '../api/coupons.ts';
import { customers } from '../api/customers.ts';
import { invoices } from '../api/invoices.ts';
import { payments } from '../api/payments.ts';
import { portals } from '../api/portals.ts';
import { schedules } from '../api/schedules.ts';
import { sessions } from '../api/sessions.ts';
import { subscriptions } from '../api/subscriptions.ts';
import type { Engine } from '../engine.ts';
import { DAY } from '../money/months.ts';
import { API_VERSION } from '../render/wire-shapes.ts';
import { expandAll } from './expand.ts';
import { readParams } from './params.ts';
import { parseForm, withLists } from './parse-form.ts';
import type { Route } from './route.ts';
import { refused, StripeError } from './stripe-error.ts';

type Compiled = Route & { parts: string[] };
const ROUTES: Compiled[] = [
  ...customers,
  ...catalogue,
  ...coupons,
  ...subscriptions,
  ...schedules,
  ...invoices,
  ...payments,
  ...sessions,
  ...portals,
  ...account,
].map((each) => ({
  ...each,
  parts: each.path.split('/').slice(1),
}));

export type ApiAnswer = { status: number; body: string; headers: Record<string, string> };
type Asked = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };

/** For how long Stripe knows the key of a request, in seconds. */
const KEYS_LAST = DAY;

/** Answers one call of the API in Stripe's words. */
export function answerApi(engine: Engine, key: string, asked: Asked): ApiAnswer {
  const requestId = engine.sim.id('req', 14);
  const headers = { 'request-id': requestId, 'stripe-version': API_VERSION, 'content-type': 'application/json' };
  const idempotencyKey = asked.method === 'POST' ? asked.headers['idempotency-key'] : undefined;
  try {
    requireKey(key, asked.headers.authorization);
    if (typeof idempotencyKey !== 'string') return { ...perform(engine, asked, requestId, null), headers };
    const more = { ...headers, 'idempotency-key': idempotencyKey };
    if (idempotencyKey.length > 255) throw refused('Idempotency keys are at most 255 characters long.');
    const digest = createHash('sha256').update(`${asked.method} ${asked.url.pathname}\n${asked.body}`).digest('hex');
    const kept = engine.sim.world.answers.peek().find(({ id }) => id === idempotencyKey);
    const known = kept && engine.sim.now() - kept.at < KEYS_LAST ? kept : undefined;
    if (!known) return { ...perform(engine, asked, requestId, { key: idempotencyKey, digest }), headers: more };
    if (known.digest !== digest) {
      const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${idempotencyKey}' if you meant to execute a different request.`;
      throw new StripeError(400, { type: 'idempotency_error', message });
    }
    return { status: known.status, body: known.body, headers: { ...more, 'idempotent-replayed': 'true' } };
  } catch (error) {
    return { ...explain(engine, error), headers };
  }
}

function requireKey(key: string, authorization = ''): void {
  const said = authorization.startsWith('Basic ')
    ? Buffer.from(authorization.slice(6), 'base64').toString().replace(/:.*$/, '')
    : authorization.replace(/^Bearer /, '');
  if (!said)
    throw new StripeError(401, {
      message:
        'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.',
    });
  if (/^(sk|rk)_live_/.test(said))
    throw new StripeError(401, {
      code: 'api_key_live',
      message: 'This is a simulator on this machine: it takes no live keys. Take this one out of your settings.',
    });
  if (!isSame(said, key))
    throw new StripeError(401, { message: `Invalid API Key provided: ${said.slice(0, 8)}${'*'.repeat(12)}` });
}

function find(method: string, path: string): { route: Compiled; ids: Record<string, string> } {
  const parts = path.split('/').slice(1);
  const fits = ROUTES.filter(
    (each) =>
      each.parts.length === parts.length && each.parts.every((part, at) => part.startsWith(':') || part === parts[at]),
  );
  // a word goes before an id
  const route = fits.filter((each) => each.method === method).sort((a, b) => names(a) - names(b))[0];
  if (!route)
    throw new StripeError(404, {
      message: `Unrecognized request URL (${method}: ${path}). The simulator does not know it.`,
    });
  return {
    route,
    ids: Object.fromEntries(
      route.parts.flatMap((part, at) =>
        part.startsWith(':') ? [[part.slice(1), decodeURIComponent(parts[at] as string)]] : [],
      ),
    ),
  };
}

const names = ({ parts }: Compiled): number => parts.filter((part) => part.startsWith(':')).length;

function perform(
  engine: Engine,
  asked: Asked,
  requestId: string,
  idempotent: { key: string; digest: string } | null,
): { status: number; body: string } {
  const { route, ids } = find(asked.method, asked.url.pathname);
  const isInUrl = asked.method === 'GET' || (asked.method === 'DELETE' && !asked.body);
  const given = withLists(parseForm(isInUrl ? asked.url.search.slice(1) : asked.body));
  const params = readParams(route.params, given === '' ? {} : given) as { expand?: string[] } & Record<string, unknown>;
  const { expand = [], ...rest } = params;
  if (route.path.endsWith('/test_clocks/:id/advance')) {
    if ((rest.frozen_time as number) < engine.sim.now())
      throw refused('The clock only goes forward.', { param: 'frozen_time' });
    engine.advance(rest.frozen_time as number);
  }
  const keep = (status: number, body: string) => {
    if (idempotent) {
      engine.sim.world.answers.remove(idempotent.key);
      engine.sim.world.answers.add({
        id: idempotent.key,
        at: engine.sim.now(),
        digest: idempotent.digest,
        status,
        body,
      });
    }
    return { status, body };
  };
  return engine.transact({ request: requestId, idempotencyKey: idempotent?.key ?? null }, () => {
    try {
      const answer = route.run(engine.sim, rest as never, ids);
      expandAll(engine.sim, answer, expand);
      return keep(200, JSON.stringify(answer));
    } catch (error) {
      // what a refusal keeps is answered from within, so that the transaction is written
      if (error instanceof StripeError && error.keeps) return keep(error.status, JSON.stringify({ error: error.body }));
      throw error;
    }
  });
}

function explain(engine: Engine, error: unknown): { status: number; body: string } {
  if (error instanceof StripeError) return { status: error.status, body: JSON.stringify({ error: error.body }) };
  engine.log.error({ err: error }, 'a call failed');
  return {
    status: 500,
    body: JSON.stringify({ error: { type: 'api_error', message: 'An unknown error occurred in the simulator.' } }),
  };
}
