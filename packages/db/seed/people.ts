// Who works in the demo. Every address is under a domain that is reserved for examples.

import { clinica } from './clinica.ts';
import type { Trade } from './corpus.ts';
import { peluqueria } from './peluqueria.ts';
import { ropa } from './ropa.ts';

export type DemoRole = 'owner' | 'manager' | 'agent' | 'viewer';
export type WorkspaceKey = 'peluqueria' | 'clinica' | 'ropa';

export type DemoPerson = {
  name: string;
  email: string;
  role: DemoRole;
  /** What a newcomer is told beside the login. */
  note: string;
  workspaces: readonly WorkspaceKey[];
};

export type DemoWorkspace = {
  key: WorkspaceKey;
  name: string;
  slug: string;
  industry: string;
  color: string;
  channelName: string;
  channelNumber: string;
  contacts: number;
  trade: Trade;
};

export const AGENCY = 'Estudio Norte (demo)';

export const demoWorkspaces: readonly DemoWorkspace[] = [
  {
    key: 'peluqueria',
    name: 'Peluquería Aurora',
    slug: 'peluqueria-aurora',
    industry: 'other',
    color: '#9C3F6B',
    channelName: 'Recepción',
    channelNumber: '34600000011',
    contacts: 84,
    trade: peluqueria,
  },
  {
    key: 'clinica',
    name: 'Clínica Dental Alameda',
    slug: 'clinica-dental-alameda',
    industry: 'health',
    color: '#1F6F8B',
    channelName: 'Citas',
    channelNumber: '34600000022',
    contacts: 86,
    trade: clinica,
  },
  {
    key: 'ropa',
    name: 'Ropa Lavanda',
    slug: 'ropa-lavanda',
    industry: 'commerce',
    color: '#6A4FA3',
    channelName: 'Tienda',
    channelNumber: '34600000033',
    contacts: 88,
    trade: ropa,
  },
];

export const demoPeople: readonly DemoPerson[] = [
  {
    name: 'Elena Maroto',
    email: 'elena@estudionorte.example',
    role: 'owner',
    note: 'Dueña de la agencia: ve los tres negocios',
    workspaces: ['peluqueria', 'clinica', 'ropa'],
  },
  {
    name: 'Rubén Solís',
    email: 'ruben@estudionorte.example',
    role: 'manager',
    note: 'Encargado de la peluquería y de la tienda',
    workspaces: ['peluqueria', 'ropa'],
  },
  {
    name: 'Marta Cebrián',
    email: 'marta@peluqueriaaurora.example',
    role: 'agent',
    note: 'Recepción de la peluquería',
    workspaces: ['peluqueria'],
  },
  {
    name: 'Reyes Bonilla',
    email: 'reyes@dentalalameda.example',
    role: 'agent',
    note: 'Recepción de la clínica',
    workspaces: ['clinica'],
  },
  {
    name: 'Ane Urrutia',
    email: 'ane@ropalavanda.example',
    role: 'agent',
    note: 'Atiende la tienda',
    workspaces: ['ropa'],
  },
  {
    name: 'Tomás Valera',
    email: 'tomas@dentalalameda.example',
    role: 'viewer',
    note: 'Socio de la clínica: mira, no escribe',
    workspaces: ['clinica'],
  },
];
