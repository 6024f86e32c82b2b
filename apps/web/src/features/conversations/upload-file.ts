import { sendFile } from '../session/send-file.ts';

/** Sends a file to our storage and tells how far it is, from 0 to 1. Answers its id; rejects with the server's code. */
export async function uploadFile(
  file: File,
  where: { workspaceId: string; personId: string },
  onProgress: (part: number) => void,
): Promise<string> {
  const search = new URLSearchParams({ workspace: where.workspaceId, name: file.name });
  const media = await sendFile(`/media?${search}`, file, where.personId, onProgress);
  return media.id as string;
}
