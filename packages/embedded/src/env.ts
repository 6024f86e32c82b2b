import { readEnv } from '@recado/runtime/env';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** What the one-command start reads. */
export const embeddedEnv = z.object({
  /** Folder of the installation's files; `.data` in the repository unless set. */
  RECADO_DATA_DIR: z.string().optional(),
  /** First of eleven neighbouring ports; 0 takes any free ones. */
  RECADO_PORT_BASE: port.default(4300),
  /** Set to leave the database without demo workspaces. */
  RECADO_NO_DEMO: z.string().optional(),
});

/** What the mail catcher reads. */
export const mailCatcherEnv = z.object({
  RECADO_MODE: z.literal('embedded'),
  RECADO_MAILBOX_PORT: port,
  RECADO_SMTP_PORT: port,
  RECADO_MAILBOX_DATA: z.string(),
});

/** What the issuer that stands in for Google and Microsoft reads. */
export const issuerEnv = z.object({
  RECADO_MODE: z.literal('embedded'),
  RECADO_ISSUER_PORT: port,
  /** Where the product is, its only client. */
  RECADO_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  RECADO_ISSUER_CLIENT_ID: z.string(),
  RECADO_ISSUER_CLIENT_SECRET: z.string().min(16),
});

/** The start's own settings from the environment. */
export const readEmbeddedEnv = () => readEnv(embeddedEnv, process.env);

/** The mail catcher's settings from the environment. */
export const readMailCatcherEnv = () => readEnv(mailCatcherEnv, process.env);

/** The settings of the issuer that stands in from the environment. */
export const readIssuerEnv = () => readEnv(issuerEnv, process.env);
