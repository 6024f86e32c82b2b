import { type WireError, wireErrorOf } from '../session/app-error.ts';
import { isProofNeeded } from '../session/proof-ask.ts';

/**
 * Fetches one's history as a file and hands it to the browser to keep. The server asks for a fresh proof before it gives it away, and `prove`
 * gets it. Throws the server's error as it words it.
 */
export async function downloadHistory(
  format: 'json' | 'csv',
  personId: string,
  prove: () => Promise<boolean>,
): Promise<void> {
  const ask = () => fetch(`/history.${format}`, { headers: { 'x-recado-person': personId }, cache: 'no-store' });
  let answer = await ask();
  if (!answer.ok) {
    const refusal = await refusalOf(answer);
    if (!isProofNeeded(refusal.code) || !(await prove())) throw refusal;
    answer = await ask();
    if (!answer.ok) throw await refusalOf(answer);
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name ?? `recado.${format}`;
  link.click();
  URL.revokeObjectURL(address);
}

async function refusalOf(answer: Response): Promise<WireError> {
  return wireErrorOf(((await answer.json()) as { error: unknown }).error);
}
