import { type FederatedProvider, oidcProvider } from '@recado/auth';
import type { WebEnv } from '../env.ts';

/** The issuers that this installation is a client of. Where browsers come back to is fixed by the public address, never by a request. */
export function buildIssuers(env: WebEnv): ReadonlyMap<string, FederatedProvider> {
  const clients = [
    { name: 'google' as const, issuer: env.GOOGLE_ISSUER, id: env.GOOGLE_CLIENT_ID, secret: env.GOOGLE_CLIENT_SECRET },
    {
      name: 'microsoft' as const,
      issuer: env.MICROSOFT_ISSUER,
      id: env.MICROSOFT_CLIENT_ID,
      secret: env.MICROSOFT_CLIENT_SECRET,
    },
  ];
  return new Map(
    clients.flatMap(({ name, issuer, id, secret }) => {
      if (!id || !secret) return [];
      const redirectUri = new URL(`/oauth/${name}/callback`, env.RECADO_PUBLIC_URL).href;
      const allowPlainHttp = env.RECADO_MODE === 'embedded' && issuer.startsWith('http://127.0.0.1:');
      return [
        [
          name,
          oidcProvider({ name, issuer, clientId: id, clientSecret: secret, redirectUri, allowPlainHttp }),
        ] as const,
      ];
    }),
  );
}
