"""Letters to people: worded, collected, held back where they are too many, and sent.

What is written about, the other use cases decide: they put a letter into their own transaction.
"""

from issuer.post.delivering import TASK, deliver, post, post_together
from issuer.post.model import Worded
from issuer.post.ports import Services
from issuer.post.wording import word

__all__ = ["TASK", "Services", "Worded", "deliver", "post", "post_together", "word"]
