import { z } from 'zod';
import { askVies } from '../billing/tax-ids.ts';
import type { Engine } from '../engine.ts';

const asked = z.object({ countryCode: z.string().length(2), vatNumber: z.string().min(2).max(14) });

/** What VIES's own REST service answers to whoever asks it, from what the control says that VIES knows. */
export function answerVies({ sim }: Engine, body: string): { status: number; body: object } {
  const refused = (error: string, status: number) => ({
    status,
    body: { actionSucceed: false, errorWrappers: [{ error }] },
  });
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    return refused('INVALID_INPUT', 400);
  }
  const parsed = asked.safeParse(given);
  if (!parsed.success) return refused('INVALID_INPUT', 400);
  const { countryCode, vatNumber } = parsed.data;
  const { status, name, address } = askVies(sim, `${countryCode}${vatNumber}`);
  if (status === 'pending') return refused('MS_UNAVAILABLE', 500);
  const valid = status === 'verified';
  return {
    status: 200,
    body: {
      ...{ countryCode, vatNumber, requestDate: new Date(sim.now() * 1000).toISOString(), valid },
      ...{
        requestIdentifier: valid ? `WAPI${countryCode}${sim.now()}` : '',
        name: name ?? '---',
        address: address ?? '---',
      },
    },
  };
}
