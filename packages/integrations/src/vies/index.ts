import type { VatRegister } from '@recado/core/billing/contract';

/** The service of the Union, which asks the registers of its members. */
export const VIES_URL = 'https://ec.europa.eu/taxation_customs/vies/rest-api';
/** How long it may take; the register of a member often needs some seconds. */
const PATIENCE_MS = 15_000;

type Said = { valid?: unknown; requestIdentifier?: unknown; errorWrappers?: { error?: unknown }[] } | null;

/**
 * Asks VIES by its REST service. Only a plain yes or no of the register counts; whatever else comes, or nothing in 15 seconds, is `away` with
 * VIES's own code where it gave one. A number that VIES takes for none at all is a no. Follows no redirect.
 */
export function viesRegister({
  url = VIES_URL,
  patienceMs = PATIENCE_MS,
}: {
  url?: string;
  patienceMs?: number;
} = {}): VatRegister {
  return {
    async check({ country, number }) {
      try {
        const response = await fetch(`${url}/check-vat-number`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ countryCode: country, vatNumber: number }),
          redirect: 'error',
          signal: AbortSignal.timeout(patienceMs),
        });
        const said = (await response.json()) as Said;
        const code = said?.errorWrappers?.[0]?.error;
        if (code === 'INVALID_INPUT') return { answer: 'no' };
        if (!response.ok || code !== undefined || typeof said?.valid !== 'boolean')
          return { answer: 'away', because: typeof code === 'string' ? code : `it answered ${response.status}` };
        if (!said.valid) return { answer: 'no' };
        const { requestIdentifier: id } = said;
        return { answer: 'yes', consultation: typeof id === 'string' && id !== '' ? id : null };
      } catch (error) {
        return { answer: 'away', because: error instanceof Error ? error.name : 'unknown' };
      }
    },
  };
}
