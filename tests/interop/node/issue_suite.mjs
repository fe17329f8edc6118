// issue_suite.mjs UNSIGNED SUITE [SEED_HEX METHOD_ID CONTROLLER]   prints the signed credential
// SUITE is eddsa-jcs-2022, eddsa-rdfc-2022/v1 (with the first data-integrity context),
// Ed25519Signature2020, or ecdsa-rdfc-2019 with a curve such as P-256: then the key is made here,
// and the issuer is its did:key.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {closedLoader, read} from './loader.mjs';
import {createSignCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const [unsigned, name, seed, id, controller] = process.argv.slice(2);
const documentLoader = closedLoader(read(process.env.CONTEXTS), []);
const credential = read(unsigned);
const date = process.env.DATE;

async function suiteOf() {
  if(name.startsWith('P-')) {
    const made = await EcdsaMultikey.generate({curve: name});
    const {publicKeyMultibase: text} = await made.export({publicKey: true});
    const did = `did:key:${text}`;
    Object.assign(made, {id: `${did}#${text}`, controller: did});
    credential.issuer = {...credential.issuer, id: did};
    const signer = {...made.signer(), id: made.id};
    return new DataIntegrityProof({signer, cryptosuite: ecdsa, date});
  }
  const key = await Ed25519Multikey.generate({seed: Buffer.from(seed, 'hex'), id, controller});
  const signer = key.signer();
  switch(name) {
    case 'Ed25519Signature2020':
      return new Ed25519Signature2020({signer, date});
    case 'eddsa-rdfc-2022/v1':
      return new DataIntegrityProof({signer, cryptosuite: rdfc, date, legacyContext: true});
    default:
      return new DataIntegrityProof({signer, cryptosuite: createSignCryptosuite(), date});
  }
}

const suite = await suiteOf();
console.log(JSON.stringify(await vc.issue({credential, suite, documentLoader})));
