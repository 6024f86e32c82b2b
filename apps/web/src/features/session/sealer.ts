import type { DraftKey } from '@recado/core/identity/contract';

/** Seals text so that only the same person's login opens it again. `label` says where it belongs: it opens nowhere else. */
export type Sealer = {
  seal(text: string, label: string): Promise<string>;
  /** Null when it was sealed for somebody or somewhere else, under a key that is gone, or is damaged. */
  open(sealed: string, label: string): Promise<string | null>;
};

const ivBytes = 12;

/** A sealer from the keys that came with the page. They can be used but not read back, and are never written anywhere. */
export async function createSealer(keys: readonly DraftKey[]): Promise<Sealer> {
  const imported = new Map<string, CryptoKey>();
  for (const { kid, key } of keys)
    imported.set(
      kid,
      await crypto.subtle.importKey('raw', bytesOf(key), { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']),
    );
  const present = keys[0]?.kid ?? '';
  return {
    async seal(text, label) {
      const key = imported.get(present);
      if (!key) throw new Error('this page was given no key to seal with');
      return await sealWith(present, key, text, label);
    },
    async open(sealed, label) {
      const [kid = '', iv = '', content = ''] = sealed.split('.');
      const key = imported.get(kid);
      if (!key) return null;
      try {
        const opened = await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv: bytesOf(iv), additionalData: new TextEncoder().encode(label) },
          key,
          bytesOf(content),
        );
        return new TextDecoder().decode(opened);
      } catch {
        return null;
      }
    },
  };
}

/** Seals under a key that is known by its id. */
export async function sealWith(kid: string, key: CryptoKey, text: string, label: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(label) },
    key,
    new TextEncoder().encode(text),
  );
  return `${kid}.${textOf(iv)}.${textOf(new Uint8Array(sealed))}`;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  let plain = '';
  for (const byte of bytes) plain += String.fromCharCode(byte);
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
