import type { WireError } from './app-error.ts';

/**
 * Sends bytes to one of our addresses for a person's page and tells how far they are, from 0 to 1. Answers what the server says; rejects with
 * its code.
 */
export function sendFile(
  address: string,
  body: Blob,
  personId: string,
  onProgress: (part: number) => void,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('x-recado-person', personId);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject(request.response?.error ?? unexpected);
    });
    request.addEventListener('error', () => reject(offline));
    request.addEventListener('abort', () => reject(offline));
    request.send(body);
  });
}

const unexpected: WireError = { code: 'internal.unexpected', params: {} };
const offline: WireError = { code: 'network.offline', params: {} };
