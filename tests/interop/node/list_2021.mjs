// list_2021.mjs URL SEED_HEX METHOD_ID CONTROLLER [INDEX...]   prints a signed StatusList2021
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {closedLoader, read} from './loader.mjs';
import {createCredential, createList} from '@digitalbazaar/vc-status-list';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';

const LENGTH = 131072;

const [id, seed, method, controller, ...indices] = process.argv.slice(2);
const list = await createList({length: LENGTH});
indices.forEach(index => list.setStatus(Number(index), true));
const credential = await createCredential({id, list, statusPurpose: 'revocation'});
Object.assign(credential, {issuer: controller, issuanceDate: process.env.DATE});
const key = await Ed25519Multikey.generate(
  {seed: Buffer.from(seed, 'hex'), id: method, controller});
const suite = new Ed25519Signature2020({signer: key.signer(), date: process.env.DATE});
const documentLoader = closedLoader(read(process.env.CONTEXTS), []);
console.log(JSON.stringify(await vc.issue({credential, suite, documentLoader})));
