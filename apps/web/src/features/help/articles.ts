import type { Article } from './article.ts';
import { sharedPassword } from './articles/contrasena-compartida.ts';
import { team } from './articles/equipo.ts';
import { inactivity } from './articles/inactividad.ts';
import { displaced } from './articles/otro-sitio.ts';
import { recoverAccess } from './articles/recuperar-acceso.ts';
import { oneSession } from './articles/una-sesion.ts';

/** The help centre, in the order in which it is read. */
export const articles: readonly Article[] = [displaced, oneSession, inactivity, recoverAccess, team, sharedPassword];
