/** Fetches one's history as a file and hands it to the browser to keep. Throws the server's error as it words it. */
export async function downloadHistory(format: 'json' | 'csv', personId: string): Promise<void> {
  const answer = await fetch(`/history.${format}`, { headers: { 'x-recado-person': personId }, cache: 'no-store' });
  if (!answer.ok) throw ((await answer.json()) as { error: unknown }).error;
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name ?? `recado.${format}`;
  link.click();
  URL.revokeObjectURL(address);
}
