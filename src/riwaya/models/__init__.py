"""The one encoder's weights, their card, and what reads them.

from riwaya.models import encoder
encoder().names(texts)      # PER, ORG, GPE, LOC
encoder().tag(texts)        # names, statements, cues, speakers, triggers in one pass
encoder().vectors(texts)    # unit-length sentence vectors
"""

from riwaya.models.encoder import Encoder, ModelError, Reading, Tagged, encoder

__all__ = ["Encoder", "ModelError", "Reading", "Tagged", "encoder"]
