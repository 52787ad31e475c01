"""All addresses of the portal, with the prefix of the language unless that is English."""

from django.conf.urls.i18n import i18n_patterns

from r2pnet import urls

handler400, handler500 = urls.handler400, urls.handler500

urlpatterns = i18n_patterns(*urls.urlpatterns, prefix_default_language=False)
