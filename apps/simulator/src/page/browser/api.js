/** Calls the control API; throws an Error with the simulator's own words. */
export async function api(method, path, body) {
  const response = await fetch(`/control/${path}`, {
    method,
    headers: body ? { 'content-type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? String(response.status));
  return answer;
}

/** Reads a file, or anything a URL gives, as the API takes it. */
export async function asMedia(blob, name, mime = blob.type) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (let start = 0; start < bytes.length; start += 32768) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return { base64: btoa(binary), mime: mime || 'application/octet-stream', name };
}
