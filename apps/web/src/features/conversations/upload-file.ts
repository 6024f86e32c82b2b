import type { WireError } from '../session/app-error.ts';

/** Sends a file to our storage and tells how far it is, from 0 to 1. Answers its id; rejects with the server's code. */
export function uploadFile(
  file: File,
  where: { workspaceId: string; personId: string },
  onProgress: (part: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/media?${new URLSearchParams({ workspace: where.workspaceId, name: file.name })}`);
    request.setRequestHeader('x-recado-person', where.personId);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status === 200 && typeof request.response?.id === 'string') resolve(request.response.id);
      else reject(request.response?.error ?? unexpected);
    });
    request.addEventListener('error', () => reject(offline));
    request.addEventListener('abort', () => reject(offline));
    request.send(file);
  });
}

const unexpected: WireError = { code: 'internal.unexpected', params: {} };
const offline: WireError = { code: 'network.offline', params: {} };
