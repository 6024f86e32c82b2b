import { type WireError, wireErrorOf } from './app-error.ts';
import { isProofNeeded } from './proof-ask.ts';

/**
 * Fetches a file of this origin and hands it to the browser to keep. The server asks for a fresh proof before it gives it away, and `prove`
 * gets it. Throws the server's error as it words it.
 */
export async function downloadFile(address: string, personId: string, prove: () => Promise<boolean>): Promise<void> {
  const ask = () => fetch(address, { headers: { 'x-recado-person': personId }, cache: 'no-store' });
  let answer = await ask();
  if (!answer.ok) {
    const refusal = await refusalOf(answer);
    if (!isProofNeeded(refusal.code) || !(await prove())) throw refusal;
    answer = await ask();
    if (!answer.ok) throw await refusalOf(answer);
  }
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const kept = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = kept;
  link.download = name ?? 'recado';
  link.click();
  URL.revokeObjectURL(kept);
}

async function refusalOf(answer: Response): Promise<WireError> {
  return wireErrorOf(((await answer.json()) as { error: unknown }).error);
}
