import pytest
from cryptography.fernet import Fernet

from zana.kernel.crypto import SealBroken, reseal, seal, unseal


def test_sealed_text_opens_again_and_is_unreadable():
    sealed = seal("çelësi i shtëpisë")

    assert unseal(sealed) == "çelësi i shtëpisë"
    assert "shtëpisë" not in sealed


def test_old_keys_open_and_the_newest_seals(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ZANA_ENCRYPTION_KEYS = [old]
    sealed = seal("x")

    settings.ZANA_ENCRYPTION_KEYS = [new, old]
    resealed = reseal(sealed)
    settings.ZANA_ENCRYPTION_KEYS = [new]

    assert unseal(resealed) == "x"
    with pytest.raises(SealBroken):
        unseal(sealed)
