import { type AuthenticationState, initAuthCreds, type SignalDataTypeMap } from '@whiskeysockets/baileys';

/** Credentials and keys in a map and nowhere else: the fastest store there can be, which forgets everything when its process ends. */
export function memoryAuth(): { state: AuthenticationState; saveCreds: () => Promise<void> } {
  const kept = new Map<string, unknown>();
  const state: AuthenticationState = {
    creds: initAuthCreds(),
    keys: {
      get: async <Kind extends keyof SignalDataTypeMap>(kind: Kind, ids: string[]) => {
        const found: Record<string, SignalDataTypeMap[Kind]> = {};
        for (const id of ids) {
          const value = kept.get(`${kind}/${id}`);
          if (value !== undefined) found[id] = value as SignalDataTypeMap[Kind];
        }
        return found;
      },
      set: async (data) => {
        for (const [kind, values] of Object.entries(data))
          for (const [id, value] of Object.entries(values ?? {}))
            if (value === null || value === undefined) kept.delete(`${kind}/${id}`);
            else kept.set(`${kind}/${id}`, value);
      },
    },
  };
  return { state, saveCreds: async () => {} };
}
