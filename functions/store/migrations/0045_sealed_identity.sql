-- An identity of the vault is sealed by the account key where the installation has one ("1:" and base64). What was written before there was a
-- key is JSON; each start asks this index for it, which is empty from the first start with a key on.
CREATE INDEX informant_vault_open ON informant_vault(code) WHERE substr(identity, 1, 1) = '{';
